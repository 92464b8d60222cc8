package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client meets at the limits that are configured: a broker of its own for each test. */
@Tag(MqttTest.NOT_MOSQUITTO)
class LimitsIT extends PacketTest {
  @TempDir Path folder;

  private @Nullable EmbeddedBroker broker;

  private void start(String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("mqtt.listeners.tcp.default", "127.0.0.1:0");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      all.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    broker = EmbeddedBroker.start(folder, all);
  }

  private EmbeddedBroker broker() {
    assertThat(broker).isNotNull();
    return broker;
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  RawClient raw() throws Exception {
    return closing(new RawClient("127.0.0.1", broker().address("mqtt").getPort()));
  }

  private static byte[] retained(int qos, String topic, int id, String payload) {
    return publish(qos << 1 | 1, topic, id, payload);
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
