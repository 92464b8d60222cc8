package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.BrokerUnderTest;
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
  void refusesAVhostThatTheUserMayNotEnter() {
    MqttException refused =
        catchThrowableOfType(
            MqttException.class, () -> client(name(), "no-such-vhost:guest", "guest", true));

    assertThat(refused.getReasonCode()).isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED);
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
}
