package io.warrenmq.server.clients.mqtt;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Paho's client, with MQTT 3.1.1. */
final class Paho3WebSocketClient implements WebSocketClient {
  private final MqttClient client;
  private final BlockingQueue<MqttMessage> inbox = new LinkedBlockingQueue<>();

  Paho3WebSocketClient(String uri, String clientId) throws MqttException {
    client = new MqttClient(uri, clientId, new MemoryPersistence());
    client.setTimeToWait(MqttTest.PATIENCE_SECONDS * 1000L);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(4);
    client.connect(options);
  }

  @Override
  public void subscribe(String topic, int qos) throws MqttException {
    client.subscribe(topic, qos, (from, message) -> inbox.add(message));
  }

  @Override
  public void publish(String topic, byte[] payload, int qos) throws MqttException {
    client.publish(topic, payload, qos, false);
  }

  @Override
  public Received take(int seconds) throws InterruptedException {
    MqttMessage message = inbox.poll(seconds, TimeUnit.SECONDS);
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
