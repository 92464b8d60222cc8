package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Queue;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/** Keeps what a client of 3.1.1 is sent without having asked anew. Thread-safe if the queue is. */
record Inbox(Queue<String> messages) implements MqttCallback {
  @Override
  public void connectionLost(Throwable cause) {}

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    messages.add(topic + "=" + new String(message.getPayload(), UTF_8));
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
