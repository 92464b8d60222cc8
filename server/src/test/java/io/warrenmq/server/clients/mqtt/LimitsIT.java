package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client meets at the limits that are configured: a broker of its own for each test. */
class LimitsIT extends OwnBrokerTest {
  private static byte[] retained(int qos, String topic, int id, String payload) {
    return publish(qos << 1 | 1, topic, id, payload);
  }

  @Test
  void queuesOfSessionsThatLastAreOfTheConfiguredType() throws Exception {
    start("listeners.tcp.default=127.0.0.1:0", "mqtt.durable_queue_type=quorum");
    String topic = name();
    String lasting = name();
    RawClient client = connect(lasting, CLEAN, false, sessionExpiry(60));
    subscribe(client, topic, 1);
    String ending = name();
    subscribe(connect(ending, CLEAN, false), topic, 1);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker().address("amqp091").getPort());

    try (Connection amqp = factory.newConnection()) {
      // The type is the argument that a declaration must have to be of the same queue.
      amqp.createChannel()
          .queueDeclare(
              "mqtt-subscription-" + lasting + "qos1",
              true,
              false,
              false,
              Map.of("x-queue-type", "quorum"));
    }
    publish(connect(), topic, "m");

    assertThat(message(client).payload()).isEqualTo("m");
    RawClient other = connect(lasting, 0, true, sessionExpiry(60));
    assertThat(message(other).payload()).isEqualTo("m"); // it was not acknowledged
  }

  @CsvSource({"0, 2", "3, 2", "65535, 2", "2, 0", "1, 0"})
  @ParameterizedTest(name = "Keep Alive {0}")
  void whoAsksForALongerKeepAliveIsTold(int asked, int told) throws Exception {
    // [MQTT-3.2.2-21], [MQTT-3.2.2-22]
    start("mqtt.max_keep_alive=2");
    RawClient client = raw();

    client.send(Bytes.connect(5, CLEAN, asked, NONE, name()));

    Properties5 properties = Properties5.of(client.expect(RawClient.CONNACK).body(), 2);
    if (told > 0) {
      assertThat(properties.values(0x13)).containsExactly("" + told);
    } else {
      assertThat(properties.values(0x13)).isEmpty();
    }
    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x8d); // It is silent.
  }

  @CsvSource({"0, 2", "3, 2", "2, 0"})
  @ParameterizedTest(name = "Keep Alive {0}")
  void whoCannotBeToldOfAShorterKeepAliveIsRefused(int asked, int code) throws Exception {
    start("mqtt.max_keep_alive=2");
    RawClient client = raw();

    client.send(Bytes.connect(4, CLEAN, asked, new byte[0], name()));

    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(code);
  }

  private Packet connack(int version, String id, int flags, byte[]... properties) throws Exception {
    RawClient client = raw();
    byte[] all = version == 5 ? Bytes.properties(properties) : new byte[0];
    client.send(Bytes.connect(version, flags, 60, all, id));
    Packet connack = client.expect(RawClient.CONNACK);
    if (connack.u8(1) > 0) {
      client.expectClosed();
    } else {
      client.close();
    }
    return connack;
  }

  @Test
  void moreSessionsThanThereMayBeAreRefused() throws Exception {
    start("mqtt.max_sessions=3", "mqtt.max_sessions_per_vhost=2");
    String id = name();
    connect(id, CLEAN, false, sessionExpiry(60)).close();
    assertThat(connack(4, name(), 0).u8(1)).isZero();

    assertThat(connack(5, name(), 0, sessionExpiry(60)).u8(1)).isEqualTo(0x97);
    assertThat(connack(4, name(), 0).u8(1)).isEqualTo(5);
    assertThat(connack(4, name(), CLEAN).u8(1)).isZero(); // ends with its connection
    assertThat(connack(5, id, 0, sessionExpiry(60)).u8(0)).isEqualTo(1); // goes on
    stop();
    start("mqtt.max_sessions=3", "mqtt.max_sessions_per_vhost=2");
    assertThat(connack(5, name(), 0, sessionExpiry(60)).u8(1)).isEqualTo(0x97);
    end(connect(id, 0, true, sessionExpiry(60)));
    Awaitility.await()
        .untilAsserted(() -> assertThat(connack(5, name(), 0, sessionExpiry(60)).u8(1)).isZero());
  }

  @CsvSource({"4, 5", "5, 151"})
  @ParameterizedTest(name = "version {0}")
  void moreConnectionsThanThereMayBeAreRefused(int version, int code) throws Exception {
    start("listeners.tcp.default=127.0.0.1:0");
    limitConnections(1);
    RawClient first = connect();

    assertThat(connack(version, name(), CLEAN).u8(1)).isEqualTo(code); // as RabbitMQ 4.0

    first.expectNothing();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker().address("amqp091").getPort());
    assertThatThrownBy(factory::newConnection)
        .hasStackTraceContaining("#method<connection.close>(reply-code=530")
        .hasStackTraceContaining("connection limit (1) is reached");
  }

  private void limitConnections(int max) throws Exception {
    JsonObject limits =
        new JsonObject()
            .put("vhost", "/")
            .put("component", "vhost-limits")
            .put("name", "limits")
            .put("value", new JsonObject().put("max-connections", max));
    bring(new JsonObject().put("parameters", new JsonArray().add(limits)));
  }

  @CsvSource({"4, 0", "5, 135"})
  @ParameterizedTest(name = "version {0}")
  void whatIsNotAllowedIsAcknowledgedWhenItDoesNotDisconnect(int version, int reason)
      throws Exception {
    // [MQTT-3.3.5-2] of 3.1.1
    start("mqtt.disconnect_on_unauthorized=false");
    byte[] none = version == 5 ? NONE : new byte[0];
    RawClient watcher = connect();
    subscribe(watcher, "t", 0);
    RawClient client = raw();
    client.send(Bytes.connect(version, CLEAN, 60, none, name()));
    client.expect(RawClient.CONNACK);

    client.send(Bytes.publish(2, Bytes.text("$SYS/mine"), 1, none, "m"));
    assertThat(reason(client.expect(RawClient.PUBACK))).isEqualTo(reason);
    client.send(Bytes.publish(4, Bytes.text("$SYS/mine"), 2, none, "m"));
    assertThat(reason(client.expect(RawClient.PUBREC))).isEqualTo(reason);
    client.send(Bytes.publish(0, Bytes.text("$SYS/mine"), -1, none, "m"));

    client.send(Bytes.publish(0, Bytes.text("t"), -1, none, "allowed"));
    assertThat(message(watcher).payload()).isEqualTo("allowed");
  }

  @Test
  void moreRetainedMessagesThanThereMayBeAreRefused() throws Exception {
    start("mqtt.max_retained_messages=1");
    RawClient watcher = connect();
    subscribe(watcher, "#", 0);
    RawClient client = connect();
    client.send(retained(1, "a", 1, "first"));
    assertThat(reason(client.expect(RawClient.PUBACK))).isZero();
    assertThat(message(watcher).payload()).isEqualTo("first");

    client.send(retained(1, "b", 2, "m"));
    assertThat(reason(client.expect(RawClient.PUBACK))).isEqualTo(0x97);
    client.send(retained(2, "b", 3, "m"));
    assertThat(reason(client.expect(RawClient.PUBREC))).isEqualTo(0x97);
    watcher.expectNothing(); // Nobody is sent what is refused.
    client.send(retained(0, "b", 0, "only sent"));
    assertThat(message(watcher).payload()).isEqualTo("only sent");
    client.send(retained(1, "a", 3, "second")); // in the place of the first
    assertThat(reason(client.expect(RawClient.PUBACK))).isZero();
    RawClient other = connect();
    subscribe(other, "#", 0);

    assertThat(message(other).payload()).isEqualTo("second");
    other.expectNothing();
  }

  @Test
  void moreRetainedBytesThanThereMayBeAreOnlySentToWhoCannotBeToldSo() throws Exception {
    start("mqtt.max_retained_bytes=1KB");
    RawClient old = raw4(name());
    old.send(Bytes.subscribe(1, new byte[0], "t", 0));
    old.expect(RawClient.SUBACK);

    RawClient publisher = raw4(name());
    publisher.send(Bytes.publish(3, Bytes.text("t"), 7, new byte[0], "x".repeat(1_000)));

    assertThat(publisher.expect(RawClient.PUBACK).u16(0)).isEqualTo(7);
    assertThat(old.expect(RawClient.PUBLISH).payload4()).hasSize(1_000);
    RawClient later = connect();
    subscribe(later, "t", 0);
    later.expectNothing();
  }
}
