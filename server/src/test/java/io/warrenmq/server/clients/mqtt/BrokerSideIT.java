package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.BrokerUnderTest;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of MQTT is WarrenMQ's alone: other protocols, users, vhosts, permissions. */
@Tag(MqttTest.NOT_MOSQUITTO)
class BrokerSideIT extends MqttTest {
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();

  private MqttClient client(String id, String user, String password, boolean clean)
      throws Exception {
    MqttClient client = closing(new MqttClient(uri(), id, new MemoryPersistence()));
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(clean);
    options.setUserName(user);
    options.setPassword(password.toCharArray());
    client.connect(options);
    return client;
  }

  private MqttClient client() throws Exception {
    return client(name(), "guest", "guest", true);
  }

  private Channel channel() throws Exception {
    Connection connection = closing(BrokerUnderTest.get().factory().newConnection());
    return connection.createChannel();
  }

  private String next() throws InterruptedException {
    return inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void subscribe(MqttClient client, String filter, int qos) throws MqttException {
    client.subscribe(
        filter,
        qos,
        (topic, message) -> inbox.add(topic + "=" + new String(message.getPayload(), UTF_8)));
  }

  @Test
  void whatIsPublishedByMqttReachesAmqp() throws Exception {
    Channel channel = channel();
    String topic = name();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, "amq.topic", topic + ".*.state");

    client().publish(topic + "/v1.0/state", "on".getBytes(UTF_8), 1, false);

    GetResponse got =
        Awaitility.await().until(() -> channel.basicGet(queue, true), found -> found != null);
    assertThat(new String(got.getBody(), UTF_8)).isEqualTo("on");
    assertThat(got.getEnvelope().getRoutingKey()).isEqualTo(topic + ".v1/0.state");
    assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
  }

  @Test
  void whatIsPublishedByAmqpReachesMqtt() throws Exception {
    String topic = name();
    subscribe(client(), topic + "/+/state", 1);

    channel().basicPublish("amq.topic", topic + ".v1/0.state", null, "off".getBytes(UTF_8));

    assertThat(next()).isEqualTo(topic + "/v1.0/state=off");
  }

  @Test
  void whatComesByAmqpWaitsForASessionWithoutItsClient() throws Exception {
    String id = name();
    MqttClient first = client(id, "guest", "guest", false);
    first.subscribe(id, 1);
    first.disconnect();
    Channel channel = channel();
    channel.confirmSelect();
    BasicProperties persistent = new BasicProperties.Builder().deliveryMode(2).build();
    channel.basicPublish("amq.topic", id, persistent, "kept".getBytes(UTF_8));
    channel.waitForConfirmsOrDie(5_000);

    MqttClient second = closing(new MqttClient(uri(), id, new MemoryPersistence()));
    second.setCallback(new Inbox(inbox));
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(false);
    second.connect(options);

    assertThat(next()).isEqualTo(id + "=kept");
  }

  @Test
  void refusesAWrongPassword() {
    MqttException refused =
        catchThrowableOfType(MqttException.class, () -> client(name(), "guest", "wrong", true));

    assertThat(refused.getReasonCode()).isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION);
  }

  @Test
  void refusesAVhostThatIsNotThere() {
    MqttException refused =
        catchThrowableOfType(
            MqttException.class, () -> client(name(), "no-such-vhost:guest", "guest", true));

    assertThat(refused.getReasonCode()).isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION);
  }

  @Test
  void vhostsAreApart() throws Exception {
    String topic = name();
    MqttClient here = client();
    MqttClient there = client(name(), "clients-other:guest", "guest", true);
    subscribe(here, topic, 1);
    subscribe(there, topic, 1);

    there.publish(topic, "there".getBytes(UTF_8), 1, false);
    assertThat(next()).isEqualTo(topic + "=there");
    here.publish(topic, "here".getBytes(UTF_8), 1, false);

    assertThat(next()).isEqualTo(topic + "=here"); // here has not got the other before
  }

  /** Logged in as a user with few permissions. */
  private RawClient limited(int version) throws Exception {
    RawClient client = raw();
    client.send(
        Bytes.connect(
            version,
            0xc2,
            60,
            version == 5 ? Bytes.NO_PROPERTIES : new byte[0],
            Bytes.join(Bytes.text(name()), Bytes.text("limited"), Bytes.text("limited"))));
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
    return client;
  }

  @CsvSource({"4,128", "5,135"})
  @ParameterizedTest
  void refusesASubscriptionThatIsNotAllowed(int version, int code) throws Exception {
    // [MQTT-3.8.4-7], [MQTT-3.9.3-2]
    byte[] none = version == 5 ? Bytes.NO_PROPERTIES : new byte[0];
    RawClient client = limited(version);

    client.send(Bytes.subscribe(1, none, "allowed/a", 1));

    byte[] suback = client.expect(RawClient.SUBACK).body();
    assertThat(suback[suback.length - 1] & 0xff).isEqualTo(code);
    client.expectNothing();
  }

  @ValueSource(ints = {4, 5})
  @ParameterizedTest
  void aPublishThatIsNotAllowedEndsTheConnection(int version) throws Exception {
    // [MQTT-3.3.5-2] of 3.1.1; §4.13
    byte[] none = version == 5 ? Bytes.NO_PROPERTIES : new byte[0];
    RawClient client = limited(version);
    client.send(Bytes.publish(2, Bytes.text("allowed/a"), 1, none, "m"));
    client.expect(RawClient.PUBACK);

    client.send(Bytes.publish(2, Bytes.text("other/a"), 2, none, "m"));

    if (version == 5) {
      assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x87);
    }
    client.expectClosed();
  }

  @Test
  void anIdentifierIsFreeWhenPubrecSaysThatItFailed() throws Exception {
    // [MQTT-4.3.3-9]
    String topic = name();
    Channel channel = channel();
    Map<String, Object> full = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
    String queue = channel.queueDeclare("", false, true, false, full).getQueue();
    channel.queueBind(queue, "amq.topic", topic);
    RawClient client = raw5(name());
    byte[] publish = Bytes.publish(4, Bytes.text(topic), 7, Bytes.NO_PROPERTIES, "m");
    client.send(Bytes.publish(4, Bytes.text(topic), 6, Bytes.NO_PROPERTIES, "fills"), publish);
    client.expect(RawClient.PUBREC);
    RawClient.Packet refused = client.expect(RawClient.PUBREC);
    assertThat(refused.u16(0)).isEqualTo(7);
    assertThat(refused.u8(2)).isGreaterThanOrEqualTo(0x80);
    channel.queuePurge(queue);

    client.send(publish);

    assertThat(client.expect(RawClient.PUBREC).body()).containsExactly(0, 7);
    assertThat(new String(channel.basicGet(queue, true).getBody(), UTF_8)).isEqualTo("m");
  }
}
