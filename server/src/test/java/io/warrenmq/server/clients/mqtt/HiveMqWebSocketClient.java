package io.warrenmq.server.clients.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.warrenmq.server.clients.MqttUnderTest;
import java.util.concurrent.TimeUnit;

/** HiveMQ's client, with MQTT 5.0. */
record HiveMqWebSocketClient(Mqtt5BlockingClient client, Mqtt5Publishes inbox)
    implements WebSocketClient {
  static HiveMqWebSocketClient connect(String clientId, String path, String subprotocol) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(clientId)
            .serverHost(MqttUnderTest.host())
            .serverPort(MqttUnderTest.webSocketPort().orElseThrow())
            .webSocketConfig()
            .serverPath(path)
            .subprotocol(subprotocol)
            .applyWebSocketConfig()
            .buildBlocking();
    Mqtt5Publishes inbox = client.publishes(MqttGlobalPublishFilter.ALL);
    client.connect();
    return new HiveMqWebSocketClient(client, inbox);
  }

  @Override
  public void subscribe(String topic, int qos) {
    client.subscribeWith().topicFilter(topic).qos(qos(qos)).send();
  }

  @Override
  public void publish(String topic, byte[] payload, int qos) {
    client.publishWith().topic(topic).qos(qos(qos)).payload(payload).send();
  }

  private static MqttQos qos(int code) {
    return MqttQos.values()[code];
  }

  @Override
  public Received take(int seconds) throws InterruptedException {
    Mqtt5Publish publish = inbox.receive(seconds, TimeUnit.SECONDS).orElseThrow();
    return new Received(publish.getPayloadAsBytes(), publish.getQos().getCode());
  }

  @Override
  public boolean isConnected() {
    return client.getState().isConnected();
  }

  @Override
  public void close() {
    inbox.close();
    client.disconnect();
  }
}
