package io.warrenmq.server.clients.mqtt;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Paho's client, with MQTT 5.0. */
final class Paho5WebSocketClient implements WebSocketClient, MqttCallback {
  private final MqttClient client;
  private final BlockingQueue<MqttMessage> inbox = new LinkedBlockingQueue<>();

  Paho5WebSocketClient(String uri, String clientId) throws MqttException {
    client = new MqttClient(uri, clientId, new MemoryPersistence());
    client.setTimeToWait(MqttTest.PATIENCE_SECONDS * 1000L);
    // One for all: the client goes through listeners of subscriptions while others are added.
    client.setCallback(this);
    client.connect();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    inbox.add(message);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  @Override
  public void subscribe(String topic, int qos) throws MqttException {
    client.subscribe(topic, qos);
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
