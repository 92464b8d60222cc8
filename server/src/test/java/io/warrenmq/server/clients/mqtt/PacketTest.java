package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Clients of MQTT 5.0 whose packets a test writes and reads by hand. */
abstract class PacketTest extends MqttTest {
  static final byte[] NONE = Bytes.NO_PROPERTIES;
  static final int CLEAN = 2;
  static final int WILL = 4;

  /** A PUBLISH of MQTT 5.0. */
  record Message(Packet packet, Properties5 properties) {
    String topic() {
      return packet.topic();
    }

    boolean retain() {
      return (packet.first() & 1) != 0;
    }

    byte[] bytes() {
      ByteBuffer rest = ByteBuffer.wrap(packet.body()).position(properties.end());
      byte[] payload = new byte[rest.remaining()];
      rest.get(payload);
      return payload;
    }

    String payload() {
      return new String(bytes(), UTF_8);
    }
  }

  /** The next packet, which must be a PUBLISH. */
  static Message message(RawClient client) throws Exception {
    return message(client.expect(RawClient.PUBLISH));
  }

  static Message message(Packet packet) {
    assertThat(packet.type()).as("type of the packet").isEqualTo(RawClient.PUBLISH);
    int at = 2 + packet.u16(0) + (packet.qos() == 0 ? 0 : 2);
    return new Message(packet, Properties5.of(packet.body(), at));
  }

  /** Connects, and says whether there must be a session. */
  RawClient connect(String id, int flags, boolean present, byte[]... properties) throws Exception {
    RawClient client = raw();
    client.send(Bytes.connect(5, flags, 60, Bytes.properties(properties), id));
    Packet connack = client.expect(RawClient.CONNACK);
    assertThat(connack.u8(1)).as("reason").isZero();
    assertThat(connack.u8(0)).as("session present").isEqualTo(present ? 1 : 0);
    return client;
  }

  /** Connects a new client by a clean start. */
  RawClient connect(byte[]... properties) throws Exception {
    return connect(name(), CLEAN, false, properties);
  }

  static byte[] sessionExpiry(int seconds) {
    return Bytes.join(Bytes.of(0x11), Bytes.u32(seconds));
  }

  static byte[] receiveMaximum(int max) {
    return Bytes.join(Bytes.of(0x21), Bytes.u16(max));
  }

  static byte[] subscriptionId(int id) {
    return Bytes.join(Bytes.of(0x0b), Bytes.varInt(id));
  }

  static byte[] user(String name, String value) {
    return Bytes.join(Bytes.of(0x26), Bytes.text(name), Bytes.text(value));
  }

  /** Subscribes, with the options' byte, which must be granted as asked. */
  static void subscribe(RawClient client, String filter, int options, byte[]... properties)
      throws Exception {
    client.send(Bytes.subscribe(1, Bytes.properties(properties), filter, options));
    Packet suback = client.expect(RawClient.SUBACK);
    assertThat(suback.u8(suback.body().length - 1)).as("granted").isEqualTo(options & 3);
  }

  static byte[] publish(int flags, String topic, int id, String payload, byte[]... properties) {
    int packetId = (flags & 6) == 0 ? -1 : id;
    return Bytes.publish(flags, Bytes.text(topic), packetId, Bytes.properties(properties), payload);
  }

  /** Publishes with QoS 1, and waits until the broker has it. */
  static void publish(RawClient client, String topic, String payload, byte[]... properties)
      throws Exception {
    client.send(publish(2, topic, 1, payload, properties));
    acknowledged(client.expect(RawClient.PUBACK));
  }

  /** The same, with QoS 2. */
  static void publish2(RawClient client, String topic, String payload, byte[]... properties)
      throws Exception {
    client.send(publish(4, topic, 1, payload, properties));
    acknowledged(client.expect(RawClient.PUBREC));
    client.send(Bytes.packet(0x62, Bytes.u16(1)));
    client.expect(RawClient.PUBCOMP);
  }

  private static void acknowledged(Packet packet) {
    assertThat(packet.u16(0)).as("packet id").isEqualTo(1);
    assertThat(reason(packet)).as("reason").isLessThan(0x80);
  }

  /** The reason of an acknowledgement. */
  static int reason(Packet acknowledgement) {
    return acknowledgement.body().length == 2 ? 0 : acknowledgement.u8(2);
  }

  static byte[] puback(int id) {
    return Bytes.packet(0x40, Bytes.u16(id));
  }

  static byte[] pubrec(int id) {
    return Bytes.packet(0x50, Bytes.u16(id));
  }

  static byte[] pubcomp(int id) {
    return Bytes.packet(0x70, Bytes.u16(id));
  }

  /** Leaves for good, without anything that stays. */
  static void end(RawClient client) throws Exception {
    client.send(Bytes.packet(0xe0, Bytes.of(0), Bytes.properties(sessionExpiry(0))));
    client.expectClosed();
  }

  /** Lets so much of the broker's time pass: until it sends a will with that delay. */
  void letPass(int seconds) throws Exception {
    String topic = name();
    RawClient watcher = connect();
    subscribe(watcher, topic, 0);
    RawClient goes = raw();
    goes.send(
        Bytes.connect(
            5,
            CLEAN | WILL,
            60,
            Bytes.properties(sessionExpiry(seconds + 60)),
            Bytes.join(Bytes.text(name()), will(topic, "now", willDelay(seconds)))));
    goes.expect(RawClient.CONNACK);
    goes.close();
    watcher.waitAtMost(seconds + PATIENCE_SECONDS);
    message(watcher);
  }

  static byte[] willDelay(int seconds) {
    return Bytes.join(Bytes.of(0x18), Bytes.u32(seconds));
  }

  /** What a will adds to the payload of a CONNECT. */
  static byte[] will(String topic, String payload, byte[]... properties) {
    return Bytes.join(Bytes.properties(properties), Bytes.text(topic), Bytes.text(payload));
  }

  static byte[] filters(int first, int packetId, byte[]... filters) {
    return Bytes.packet(first, Bytes.u16(packetId), NONE, Bytes.join(filters));
  }

  static byte[] filter(String text, int options) {
    return Bytes.join(Bytes.text(text), Bytes.of(options));
  }

  /** Takes all that comes before a last message, which is published now. */
  List<String> untilFence(RawClient client) throws Exception {
    String fence = name();
    client.send(Bytes.subscribe(9, NONE, fence, 0));
    List<String> payloads = new ArrayList<>();
    while (true) {
      Packet packet = client.next();
      assertThat(packet).as("the connection is open").isNotNull();
      if (packet.type() == RawClient.SUBACK) {
        publish(connect(), fence, "fence");
        continue;
      }
      Message got = message(packet);
      if (got.topic().equals(fence)) {
        return payloads;
      }
      payloads.add(got.payload());
      if (packet.qos() == 1) {
        client.send(puback(packet.packetId()));
      }
    }
  }

  /** A client that leaves a will, which is of QoS 1. */
  RawClient connectWithWill(String id, int flags, int expiry, byte[] will) throws Exception {
    RawClient client = raw();
    client.send(
        Bytes.connect(
            5,
            WILL | 8 | flags,
            60,
            Bytes.properties(sessionExpiry(expiry)),
            Bytes.join(Bytes.text(id), will)));
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
    return client;
  }

  RawClient watcher(String topic) throws Exception {
    RawClient watcher = connect();
    subscribe(watcher, topic, 1);
    return watcher;
  }
}
