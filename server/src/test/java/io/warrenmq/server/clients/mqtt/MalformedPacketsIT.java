package io.warrenmq.server.clients.mqtt;

import static io.warrenmq.server.clients.mqtt.Bytes.NO_PROPERTIES;
import static io.warrenmq.server.clients.mqtt.Bytes.connect;
import static io.warrenmq.server.clients.mqtt.Bytes.join;
import static io.warrenmq.server.clients.mqtt.Bytes.of;
import static io.warrenmq.server.clients.mqtt.Bytes.packet;
import static io.warrenmq.server.clients.mqtt.Bytes.properties;
import static io.warrenmq.server.clients.mqtt.Bytes.publish;
import static io.warrenmq.server.clients.mqtt.Bytes.subscribe;
import static io.warrenmq.server.clients.mqtt.Bytes.text;
import static io.warrenmq.server.clients.mqtt.Bytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no client of good manners sends ends the connection, with the reason that the spec names.
 */
class MalformedPacketsIT extends MqttTest {
  private static final int MALFORMED = 0x81;
  private static final int PROTOCOL_ERROR = 0x82;
  private static final int TOPIC_NAME_INVALID = 0x90;
  private static final int TOPIC_ALIAS_INVALID = 0x94;

  private static final byte[] TOPIC = text("a");
  private static final byte[] NO_PAYLOAD = {};
  private static final byte[] BAD_UTF8 = join(u16(2), of(0xc3, 0x28));
  private static final byte[] SURROGATE = join(u16(3), of(0xed, 0xa0, 0x80));
  private static final byte[] NUL = join(u16(3), of('a', 0, 'b'));

  static Stream<Arguments> fatalWithoutReason() {
    return Stream.of(
        // [MQTT-3.8.1-1]
        Arguments.of("SUBSCRIBE with reserved flags 0", packet(0x80, u16(1), text("a"), of(0))),
        // [MQTT-3.10.1-1]
        Arguments.of("UNSUBSCRIBE with reserved flags 0", packet(0xa0, u16(1), text("a"))),
        // [MQTT-3.6.1-1]
        Arguments.of("PUBREL with reserved flags 0", packet(0x60, u16(1))),
        // [MQTT-3.14.1-1]
        Arguments.of("DISCONNECT with flags", of(0xe1, 0)),
        // [MQTT-3.1.0-2]
        Arguments.of("second CONNECT", connect(4, 2, 60, NO_PAYLOAD, "again")),
        Arguments.of("type 0", of(0x00, 0)),
        Arguments.of("type 15", of(0xf0, 0)),
        Arguments.of("CONNACK", of(0x20, 2, 0, 0)),
        // [MQTT-3.3.1-4]
        Arguments.of("QoS 3", publish(6, TOPIC, 1, NO_PAYLOAD, "p")),
        // [MQTT-3.3.2-2]
        Arguments.of("'+' in a topic name", publish(0, text("a/+"), -1, NO_PAYLOAD, "p")),
        Arguments.of("'#' in a topic name", publish(0, text("a/#"), -1, NO_PAYLOAD, "p")),
        // [MQTT-4.7.3-1]
        Arguments.of("empty topic name", publish(0, text(""), -1, NO_PAYLOAD, "p")),
        // [MQTT-1.5.3-1] and [MQTT-1.5.3-2] of 3.1.1
        Arguments.of("topic name of bad UTF-8", publish(0, BAD_UTF8, -1, NO_PAYLOAD, "p")),
        Arguments.of("topic name with a surrogate", publish(0, SURROGATE, -1, NO_PAYLOAD, "p")),
        Arguments.of("topic name with NUL", publish(0, NUL, -1, NO_PAYLOAD, "p")),
        // [MQTT-2.3.1-1] of 3.1.1
        Arguments.of("PUBLISH with packet id 0", publish(2, TOPIC, 0, NO_PAYLOAD, "p")),
        Arguments.of("SUBSCRIBE with packet id 0", subscribe(0, NO_PAYLOAD, "a", 0)),
        Arguments.of("UNSUBSCRIBE with packet id 0", packet(0xa2, u16(0), text("a"))),
        // [MQTT-3.8.3-3] and [MQTT-3.10.3-2] of 3.1.1
        Arguments.of("SUBSCRIBE without filters", packet(0x82, u16(1))),
        Arguments.of("UNSUBSCRIBE without filters", packet(0xa2, u16(1))),
        // [MQTT-3-8.3-4] of 3.1.1
        Arguments.of("SUBSCRIBE with QoS 3", subscribe(1, NO_PAYLOAD, "a", 3)),
        Arguments.of("SUBSCRIBE with reserved options", subscribe(1, NO_PAYLOAD, "a", 0x80)),
        // 2.2.3 of 3.1.1
        Arguments.of("remaining length of five bytes", of(0x30, 0xff, 0xff, 0xff, 0xff, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fatalWithoutReason")
  void closesConnectionOfVersion4At(String what, byte[] packet) throws Exception {
    RawClient client = raw4(name());

    client.send(packet);

    client.expectClosed();
  }

  // Mosquitto answers the one and passes over the other.
  static Stream<Arguments> fatalButToMosquitto() {
    return Stream.of(
        // [MQTT-2.2.2-2] of 3.1.1
        Arguments.of("PINGREQ with flags", of(0xc1, 0)),
        Arguments.of("SUBACK", of(0x90, 3, 0, 1, 0)));
  }

  @Tag(NOT_MOSQUITTO)
  @ParameterizedTest(name = "{0}")
  @MethodSource("fatalButToMosquitto")
  void closesConnectionOfVersion4EvenAt(String what, byte[] packet) throws Exception {
    closesConnectionOfVersion4At(what, packet);
  }

  private static Arguments fatal(String what, int reason, byte[] packet) {
    return Arguments.of(what, reason, packet);
  }

  static Stream<Arguments> fatalWithReason() {
    byte[] none = NO_PROPERTIES;
    byte[] twice = properties(of(0x01, 1), of(0x01, 1));
    byte[] alias0 = properties(of(0x23, 0, 0));
    byte[] alias = properties(of(0x23, 0xff, 0xff));
    return Stream.of(
        // [MQTT-3.8.1-1]
        fatal(
            "SUBSCRIBE with reserved flags 0",
            MALFORMED,
            packet(0x80, u16(1), none, text("a"), of(0))),
        // [MQTT-3.10.1-1]
        fatal(
            "UNSUBSCRIBE with reserved flags 0", MALFORMED, packet(0xa0, u16(1), none, text("a"))),
        // [MQTT-3.6.1-1]
        fatal("PUBREL with reserved flags 0", MALFORMED, packet(0x60, u16(1))),
        // [MQTT-3.1.0-2]
        fatal("second CONNECT", PROTOCOL_ERROR, connect(5, 2, 60, none, "again")),
        // [MQTT-3.3.1-4]
        fatal("QoS 3", MALFORMED, publish(6, TOPIC, 1, none, "p")),
        // [MQTT-3.3.2-2]
        fatal("'+' in a topic name", TOPIC_NAME_INVALID, publish(0, text("a/+"), -1, none, "p")),
        // [MQTT-1.5.4-1] and [MQTT-1.5.4-2]
        fatal("topic name of bad UTF-8", MALFORMED, publish(0, BAD_UTF8, -1, none, "p")),
        fatal("topic name with NUL", MALFORMED, publish(0, NUL, -1, none, "p")),
        // 3.3.2.1: no topic name and no alias
        fatal("neither topic nor alias", PROTOCOL_ERROR, publish(0, text(""), -1, none, "p")),
        // [MQTT-3.3.2-8]
        fatal("topic alias 0", TOPIC_ALIAS_INVALID, publish(0, TOPIC, -1, alias0, "p")),
        // [MQTT-3.3.2-9]
        fatal("topic alias too high", TOPIC_ALIAS_INVALID, publish(0, TOPIC, -1, alias, "p")),
        // 2.2.2.2: an identifier that is not valid for its packet, or unknown
        fatal("unknown property", MALFORMED, publish(0, TOPIC, -1, properties(of(0x7f, 1)), "p")),
        fatal(
            "property of another packet",
            MALFORMED,
            publish(0, TOPIC, -1, properties(of(0x11, 0, 0, 0, 1)), "p")),
        // 3.3.2.3.2
        fatal("property twice", PROTOCOL_ERROR, publish(0, TOPIC, -1, twice, "p")),
        // [MQTT-3.8.3-2] and [MQTT-3.10.3-2]
        fatal("SUBSCRIBE without filters", PROTOCOL_ERROR, packet(0x82, u16(1), none)),
        fatal("UNSUBSCRIBE without filters", PROTOCOL_ERROR, packet(0xa2, u16(1), none)),
        // 3.8.2.1.2
        fatal("subscription id 0", PROTOCOL_ERROR, subscribe(1, properties(of(0x0b, 0)), "a", 0)),
        // 3.8.3.1
        fatal("SUBSCRIBE with QoS 3", PROTOCOL_ERROR, subscribe(1, none, "a", 3)),
        fatal("SUBSCRIBE with retain handling 3", PROTOCOL_ERROR, subscribe(1, none, "a", 0x30)),
        // [MQTT-3.8.3-5]
        fatal("SUBSCRIBE with reserved options", MALFORMED, subscribe(1, none, "a", 0x40)),
        // 1.5.5
        fatal("remaining length of five bytes", MALFORMED, of(0x30, 0xff, 0xff, 0xff, 0xff, 1)),
        // 3.14.2.2.2: from 0 to another value
        fatal(
            "DISCONNECT that makes a session live on",
            PROTOCOL_ERROR,
            packet(0xe0, of(0), properties(of(0x11, 0, 0, 0, 9)))));
  }

  /** The connection ends in any case: what {@link #tellsReasonOf} says more is not Mosquitto's. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("fatalWithReason")
  void closesConnectionOfVersion5At(String what, int reason, byte[] packet) throws Exception {
    RawClient client = raw5(name());

    client.send(packet);

    RawClient.Packet last = client.next();
    if (last != null) {
      assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
      client.expectClosed();
    }
  }

  // Mosquitto delivers the one and grants the other.
  static Stream<Arguments> fatalWithReasonButToMosquitto() {
    return Stream.of(
        // [MQTT-3.3.4-6]
        fatal(
            "subscription id from a client",
            PROTOCOL_ERROR,
            publish(0, TOPIC, -1, properties(of(0x0b, 1)), "p")),
        // [MQTT-3.8.3-4]
        fatal(
            "no local on a shared subscription",
            PROTOCOL_ERROR,
            subscribe(1, NO_PROPERTIES, "$share/g/a", 4)));
  }

  // 4.13.1: the sender SHOULD say why by a DISCONNECT. Mosquitto says 0x82 for most of them, or
  // 0x81.
  @Tag(NOT_MOSQUITTO)
  @ParameterizedTest(name = "{0}")
  @MethodSource({"fatalWithReason", "fatalWithReasonButToMosquitto"})
  void tellsReasonOf(String what, int reason, byte[] packet) throws Exception {
    RawClient client = raw5(name());

    client.send(packet);

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).as("reason code").isEqualTo(reason);
    client.expectClosed();
  }

  static Stream<Arguments> wrongConnects() {
    byte[] none = NO_PAYLOAD;
    byte[] id = text("c");
    return Stream.of(
        // [MQTT-3.1.2-3]
        Arguments.of("reserved flag", connect(4, 3, 60, none, id)),
        // [MQTT-3.1.2-14] of 3.1.1
        Arguments.of("will with QoS 3", connect(4, 0x1e, 60, none, join(id, text("w"), text("p")))),
        // [MQTT-3.1.2-13] of 3.1.1
        Arguments.of("will QoS without a will", connect(4, 0x0a, 60, none, id)),
        // [MQTT-3.1.2-15] of 3.1.1
        Arguments.of("will retain without a will", connect(4, 0x22, 60, none, id)),
        // [MQTT-3.1.2-22] of 3.1.1
        Arguments.of("password without user name", connect(4, 0x42, 60, none, join(id, text("p")))),
        Arguments.of("flags promise more", connect(4, 0x82, 60, none, id)),
        Arguments.of("no client id", connect(4, 2, 60, none, none)),
        Arguments.of("client id of bad UTF-8", connect(4, 2, 60, none, BAD_UTF8)),
        // [MQTT-3.1.2-1]
        Arguments.of("another protocol name", packet(0x10, text("MQTX"), of(4, 2), u16(60), id)),
        Arguments.of("flags in the first byte", join(of(0x11), tail(connect(4, 2, 60, none, id)))));
  }

  private static byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongConnects")
  void doesNotAcceptConnectWith(String what, byte[] packet) throws Exception {
    RawClient client = raw();

    client.send(packet);

    RawClient.Packet answer = client.next();
    if (answer != null) {
      assertThat(answer.type()).isEqualTo(RawClient.CONNACK);
      assertThat(answer.u8(1)).as("return code").isNotZero();
      client.expectClosed();
    }
  }

  @Test
  void firstPacketMustBeConnect() throws Exception {
    // [MQTT-3.1.0-1]
    RawClient client = raw();

    client.send(publish(0, TOPIC, -1, NO_PAYLOAD, "p"));

    client.expectClosed();
  }

  @Test
  void unknownVersionIsRefused() throws Exception {
    // [MQTT-3.1.2-2]: 0x01 for those of before 5.0, 0x84 since
    RawClient client = raw();

    client.send(connect(6, 2, 60, NO_PROPERTIES, "c"));

    RawClient.Packet answer = client.expect(RawClient.CONNACK);
    assertThat(answer.u8(1)).isIn(0x01, 0x84);
    client.expectClosed();
  }

  @Test
  void emptyClientIdNeedsCleanSessionInVersion4() throws Exception {
    // [MQTT-3.1.3-8] of 3.1.1
    RawClient client = raw();

    client.send(connect(4, 0, 60, NO_PAYLOAD, ""));

    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(2);
    client.expectClosed();
  }

  @Test
  void receiveMaximumOfZeroIsAProtocolError() throws Exception {
    // 3.1.2.11.3
    RawClient client = raw();

    client.send(connect(5, 2, 60, properties(of(0x21, 0, 0)), name()));

    RawClient.Packet answer = client.next();
    if (answer != null) {
      assertThat(answer.type()).isEqualTo(RawClient.CONNACK);
      assertThat(answer.u8(1)).isEqualTo(PROTOCOL_ERROR);
      client.expectClosed();
    }
  }
}
