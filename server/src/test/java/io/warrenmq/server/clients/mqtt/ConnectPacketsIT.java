package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and its answer, PINGREQ, DISCONNECT: MQTT 5.0 §3.1, §3.2, §3.12, §3.14. */
class ConnectPacketsIT extends PacketTest {
  private static final byte[] UNKNOWN_METHOD =
      Bytes.join(Bytes.of(0x15), Bytes.text("no-such-method"));

  @Test
  void connackSaysWhetherThereIsASessionAndNothingElse() throws Exception {
    // [MQTT-3.2.2-1], [MQTT-3.2.2-2], [MQTT-3.2.2-3], [MQTT-3.1.2-4], [MQTT-3.1.2-6]
    String id = name();

    connect(id, 0, false, sessionExpiry(60)).close();
    connect(id, 0, true, sessionExpiry(60)).close();
    connect(id, CLEAN, false, sessionExpiry(60)).close();

    end(connect(id, 0, true, sessionExpiry(60)));
    end(connect(id, 0, false, sessionExpiry(60)));
  }

  @Test
  void version31HasNoSessionPresent() throws Exception {
    // The byte is reserved in 3.1's CONNACK.
    String id = name();
    for (int i = 0; i < 2; i++) {
      RawClient client = raw();
      client.send(Bytes.connect(3, 0, 60, new byte[0], id));
      assertThat(client.expect(RawClient.CONNACK).body()).containsExactly(0, 0);
      client.close();
    }
    connect(id, CLEAN, false);
  }

  @Test
  void anUnknownAuthenticationMethodIsRefused() throws Exception {
    // [MQTT-4.12.0-1], [MQTT-3.1.4-2], [MQTT-3.2.2-6], [MQTT-3.2.2-7], [MQTT-3.14.0-1]
    String id = name();
    connect(id, CLEAN, false, sessionExpiry(60)).close();
    RawClient client = raw();

    client.send(Bytes.connect(5, 0, 60, Bytes.properties(UNKNOWN_METHOD), id));

    Packet connack = client.expect(RawClient.CONNACK);
    assertThat(connack.u8(0)).as("session present").isZero();
    assertThat(connack.u8(1)).isIn(0x87, 0x8c);
    client.expectClosed();
    end(connect(id, 0, true));
  }

  @Test
  void whatFollowsARefusedConnectIsPassedOver() throws Exception {
    // [MQTT-3.1.4-6]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 0);
    RawClient client = raw();

    client.send(
        Bytes.connect(5, CLEAN, 60, Bytes.properties(UNKNOWN_METHOD), name()),
        publish(0, topic, 0, "from nobody"));

    client.expect(RawClient.CONNACK);
    client.expectClosed();
    publish(connect(), topic, "later");
    assertThat(message(subscriber).payload()).isEqualTo("later");
  }

  @Test
  void aClientNeedNotWaitForItsConnack() throws Exception {
    // §3.1.4, [MQTT-3.2.0-1], [MQTT-3.2.0-2], [MQTT-3.8.4-1], [MQTT-3.12.4-1]
    String topic = name();
    RawClient client = raw();

    client.send(
        Bytes.connect(5, CLEAN, 60, NONE, name()),
        Bytes.subscribe(7, NONE, topic, 0),
        publish(0, topic, 0, "m"),
        Bytes.of(0xc0, 0));

    client.expect(RawClient.CONNACK);
    assertThat(client.expect(RawClient.SUBACK).u16(0)).isEqualTo(7);
    Packet first = client.next();
    Packet second = client.next();
    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    assertThat(new int[] {first.type(), second.type()})
        .containsExactlyInAnyOrder(RawClient.PUBLISH, RawClient.PINGRESP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "0123456789ABCDEFGHIJKLM", "NOPQRSTUVWXYZabcdefghij", "klmnopqrstuvwxyz"})
  void clientIdsThatEachBrokerMustTakeAreTaken(String id) throws Exception {
    // [MQTT-3.1.3-5]
    end(connect(id, CLEAN, false, sessionExpiry(60)));
  }

  // Its queues could not have their names. Mosquitto takes it.
  @Tag(NOT_MOSQUITTO)
  @ParameterizedTest
  @CsvSource({"4,2", "5,133"})
  void aClientIdThatIsTooLongIsRefused(int version, int code) throws Exception {
    // [MQTT-3.1.3-8], [MQTT-3.1.3-9] of 3.1.1
    RawClient client = raw();

    client.send(
        Bytes.connect(version, CLEAN, 60, version == 5 ? NONE : new byte[0], "x".repeat(234)));

    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(code);
    client.expectClosed();
  }

  @Test
  void connackHasNothingThatWasNotAskedFor() throws Exception {
    // [MQTT-3.1.2-28] response information, [MQTT-3.2.2-22] server keep alive,
    // [MQTT-4.12.0-6] authentication method, [MQTT-3.2.2-9] no lower maximum QoS
    RawClient client = raw();
    client.send(Bytes.connect(5, CLEAN, 60, Bytes.properties(Bytes.of(0x19, 0)), name()));

    Properties5 properties = Properties5.of(client.expect(RawClient.CONNACK).body(), 2);

    for (int id : new int[] {0x1a, 0x13, 0x15, 0x16, 0x24, 0x25, 0x28, 0x29, 0x2a, 0x12}) {
      assertThat(properties.values(id)).as("property %#x", id).isEmpty();
    }
  }

  @Test
  void aRequestForResponseInformationIsNoFault() throws Exception {
    // §3.1.2.11.6: the broker may leave it unanswered
    connect(Bytes.of(0x19, 1)).expectNothing();
  }

  @Test
  void disconnectOfTheBrokerSaysNothingOfTheSessionsEnd() throws Exception {
    // [MQTT-3.14.2-1], [MQTT-3.14.2-2], [MQTT-3.14.4-1], [MQTT-3.14.4-2], [MQTT-4.13.2-1]
    RawClient client = connect(sessionExpiry(60));

    client.send(publish(0, "a/#", 0, "m"));

    Packet disconnect = client.expect(RawClient.DISCONNECT);
    assertThat(disconnect.u8(0)).isGreaterThanOrEqualTo(0x80);
    assertThat(Properties5.of(disconnect.body(), 1).values(0x11)).isEmpty();
    client.expectClosed();
  }

  // Mosquitto closes without a word.
  @Tag(NOT_MOSQUITTO)
  @Test
  void authWithoutAMethodInConnectIsAProtocolError() throws Exception {
    // [MQTT-4.12.0-7], [MQTT-4.12.1-1]
    RawClient client = connect();

    client.send(
        Bytes.packet(
            0xf0, Bytes.of(0x19), Bytes.properties(Bytes.join(Bytes.of(0x15), Bytes.text("m")))));

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x82);
    client.expectClosed();
  }

  @Test
  void withoutProblemInformationNoOtherPacketHasReasonsInWords() throws Exception {
    // [MQTT-3.1.2-29], [MQTT-3.11.3-2]
    String topic = name();
    RawClient client = connect(Bytes.of(0x17, 0));

    client.send(
        publish(2, topic, 5, "for nobody"),
        publish(4, topic, 6, "for nobody"),
        Bytes.packet(0x62, Bytes.u16(6)),
        Bytes.packet(0x62, Bytes.u16(99)),
        pubrec(98),
        Bytes.packet(0xa2, Bytes.u16(7), NONE, Bytes.text(topic)));

    for (int i = 0; i < 6; i++) {
      Packet packet = client.next();
      assertThat(packet).isNotNull();
      int at = packet.type() == RawClient.UNSUBACK ? 2 : Math.min(3, packet.body().length);
      Properties5 properties = Properties5.of(packet.body(), at);
      assertThat(properties.values(0x1f)).as("reason string").isEmpty();
      assertThat(properties.values(0x26)).as("user properties").isEmpty();
    }
  }

  private static int size(Packet packet) {
    return 1 + Bytes.varInt(packet.body().length).length + packet.body().length;
  }
}
