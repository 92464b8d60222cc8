package io.warrenmq.server.clients.mqtt;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** Paho's client, with MQTT 5.0. */
final class Paho5WebSocketClient implements WebSocketClient {
  private final MqttClient client;
  private final BlockingQueue<MqttMessage> inbox = new LinkedBlockingQueue<>();

  Paho5WebSocketClient(String uri, String clientId) throws MqttException {
    client = new MqttClient(uri, clientId, new MemoryPersistence());
    client.setTimeToWait(MqttTest.PATIENCE_SECONDS * 1000L);
    client.connect();
  }

  @Override
  public void subscribe(String topic, int qos) throws MqttException {
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription(topic, qos)},
        new IMqttMessageListener[] {(from, message) -> inbox.add(message)});
  }

  @Override
  public void publish(String topic, byte[] payload, int qos) throws MqttException {
    client.publish(topic, payload, qos, false);
  }

  @Override
  public Received take() throws InterruptedException {
    MqttMessage message = inbox.poll(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came");
    }
    return new Received(message.getPayload(), message.getQos());
  }

  @Override
  public boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnect();
    }
    client.close(true);
  }
}
