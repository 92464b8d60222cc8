package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HiveMQ's client, with MQTT 5.0. */
class HiveMqIT extends MqttTest {
  private Mqtt5BlockingClient client(String id) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port())
            .buildBlocking();
    closing(client::disconnect);
    return client;
  }

  private Mqtt5BlockingClient connect() {
    Mqtt5BlockingClient client = client(name());
    client.connect();
    return client;
  }

  private Mqtt5Publishes inbox(Mqtt5BlockingClient client) {
    return closing(client.publishes(MqttGlobalPublishFilter.ALL));
  }

  private static Mqtt5Publish take(Mqtt5Publishes inbox) throws InterruptedException {
    return inbox.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
  }

  private static String payload(Mqtt5Publish publish) {
    return new String(publish.getPayloadAsBytes(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void deliversWithEachQos(MqttQos qos) throws Exception {
    String topic = name();
    Mqtt5BlockingClient client = connect();
    Mqtt5Publishes inbox = inbox(client);
    Mqtt5SubAck granted = client.subscribeWith().topicFilter(topic).qos(qos).send();
    assertThat(granted.getReasonCodes().get(0).getCode()).isEqualTo(qos.getCode());

    client.publishWith().topic(topic).qos(qos).payload("m".getBytes(UTF_8)).send();

    Mqtt5Publish got = take(inbox);
    assertThat(payload(got)).isEqualTo("m");
    assertThat(got.getQos()).isEqualTo(qos);
  }

  @Test
  void sessionComesBackWithItsMessages() throws Exception {
    String id = name();
    String topic = name();
    Mqtt5BlockingClient first = client(id);
    Mqtt5ConnAck fresh = first.connectWith().cleanStart(true).sessionExpiryInterval(60).send();
    assertThat(fresh.isSessionPresent()).isFalse();
    first.subscribeWith().topicFilter(topic).qos(MqttQos.EXACTLY_ONCE).send();
    first.disconnect();
    Mqtt5BlockingClient publisher = connect();
    for (int i = 0; i < 5; i++) {
      publisher
          .publishWith()
          .topic(topic)
          .qos(MqttQos.EXACTLY_ONCE)
          .payload(("m" + i).getBytes(UTF_8))
          .send();
    }

    Mqtt5BlockingClient second = client(id);
    Mqtt5Publishes inbox = inbox(second);
    Mqtt5ConnAck kept = second.connectWith().cleanStart(false).sessionExpiryInterval(60).send();

    assertThat(kept.isSessionPresent()).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(payload(take(inbox))).isEqualTo("m" + i);
    }
    second.disconnectWith().sessionExpiryInterval(0).send();
  }

  // Mosquitto 2.0.11 sends a fourth, at which the client closes.
  @Tag(NOT_MOSQUITTO)
  @Test
  void sendsMoreThanTheReceiveMaximumInOneGo() throws Exception {
    // [MQTT-3.3.4-7]: the client keeps to the broker's maximum, and the broker to the client's
    String topic = name();
    Mqtt5BlockingClient subscriber = client(name());
    Mqtt5Publishes inbox = inbox(subscriber);
    subscriber.connectWith().restrictions().receiveMaximum(3).applyRestrictions().send();
    subscriber.subscribeWith().topicFilter(topic).qos(MqttQos.EXACTLY_ONCE).send();
    Mqtt5BlockingClient publisher = connect();

    for (int i = 0; i < 100; i++) {
      // Not waited for one by one.
      var unused =
          publisher
              .toAsync()
              .publishWith()
              .topic(topic)
              .qos(MqttQos.EXACTLY_ONCE)
              .payload(("m" + i).getBytes(UTF_8))
              .send();
    }

    for (int i = 0; i < 100; i++) {
      assertThat(payload(take(inbox))).isEqualTo("m" + i);
    }
  }

  @Test
  void brokerMayUseTopicAliases() throws Exception {
    // [MQTT-3.1.2-26]
    String topic = name();
    Mqtt5BlockingClient client = client(name());
    Mqtt5Publishes inbox = inbox(client);
    client.connectWith().restrictions().topicAliasMaximum(5).applyRestrictions().send();
    client.subscribeWith().topicFilter(topic + "/#").qos(MqttQos.AT_LEAST_ONCE).send();

    for (int i = 0; i < 30; i++) {
      client.publishWith().topic(topic + "/" + i % 10).qos(MqttQos.AT_LEAST_ONCE).send();
    }

    for (int i = 0; i < 30; i++) {
      assertThat(take(inbox).getTopic()).hasToString(topic + "/" + i % 10);
    }
  }
}
