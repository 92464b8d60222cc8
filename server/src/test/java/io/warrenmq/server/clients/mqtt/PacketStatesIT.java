package io.warrenmq.server.clients.mqtt;

import static io.warrenmq.server.clients.mqtt.Bytes.connect;
import static io.warrenmq.server.clients.mqtt.Bytes.of;
import static io.warrenmq.server.clients.mqtt.Bytes.packet;
import static io.warrenmq.server.clients.mqtt.Bytes.properties;
import static io.warrenmq.server.clients.mqtt.Bytes.publish;
import static io.warrenmq.server.clients.mqtt.Bytes.subscribe;
import static io.warrenmq.server.clients.mqtt.Bytes.text;
import static io.warrenmq.server.clients.mqtt.Bytes.u16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledgements that a cut connection kept from the other side, packet by packet. */
class PacketStatesIT extends MqttTest {
  private static final byte[] NONE = {};

  /** Connects {@code id} with MQTT 3.1.1 to the session that it has. */
  private RawClient resume(String id, int present) throws Exception {
    RawClient client = raw();
    client.send(connect(4, 0, 60, NONE, id));
    assertThat(client.expect(RawClient.CONNACK).u8(0)).as("session present").isEqualTo(present);
    return client;
  }

  private RawClient subscribed(String id, String topic, int qos) throws Exception {
    RawClient client = resume(id, 0);
    client.send(subscribe(1, NONE, topic, qos));
    assertThat(client.expect(RawClient.SUBACK).u8(2)).isEqualTo(qos);
    return client;
  }

  private void discard(String id) throws Exception {
    // A clean session ends the one before.
    raw4(id);
  }

  @Test
  void unacknowledgedQos1ComesAgainWithDupAndItsPacketId() throws Exception {
    // [MQTT-4.4.0-1], [MQTT-3.3.1-1]
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, 1);
    raw4(name()).send(publish(2, text(topic), 7, NONE, "m"));
    Packet sent = first.expect(RawClient.PUBLISH);
    assertThat(sent.dup()).isFalse();
    first.close();

    RawClient second = resume(id, 1);

    Packet again = second.expect(RawClient.PUBLISH);
    assertThat(again.dup()).isTrue();
    assertThat(again.packetId()).isEqualTo(sent.packetId());
    assertThat(again.payload4()).isEqualTo("m");
    second.send(packet(0x40, u16(again.packetId())));
    second.expectNothing();
    discard(id);
  }

  @Test
  void acknowledgedQos1DoesNotComeAgain() throws Exception {
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, 1);
    raw4(name()).send(publish(2, text(topic), 7, NONE, "m"));
    first.send(packet(0x40, u16(first.expect(RawClient.PUBLISH).packetId())));
    first.expectNothing();
    first.close();

    resume(id, 1).expectNothing();

    discard(id);
  }

  @Test
  void qos2WithoutPubrecComesAgainAsPublish() throws Exception {
    // [MQTT-4.4.0-1]
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, 2);
    publishQos2(topic, "m");
    int packetId = first.expect(RawClient.PUBLISH).packetId();
    first.close();

    RawClient second = resume(id, 1);

    Packet again = second.expect(RawClient.PUBLISH);
    assertThat(again.dup()).isTrue();
    assertThat(again.packetId()).isEqualTo(packetId);
    discard(id);
  }

  @Test
  void qos2AfterPubrecComesAgainAsPubrelOnly() throws Exception {
    // [MQTT-4.3.3-5] of 3.1.1: no PUBLISH once PUBREC was there
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, 2);
    publishQos2(topic, "m");
    int packetId = first.expect(RawClient.PUBLISH).packetId();
    first.send(packet(0x50, u16(packetId)));
    assertThat(first.expect(RawClient.PUBREL).u16(0)).isEqualTo(packetId);
    first.close();

    RawClient second = resume(id, 1);

    Packet again = second.expect(RawClient.PUBREL);
    assertThat(again.first()).as("reserved flags are 2").isEqualTo(0x62);
    assertThat(again.u16(0)).isEqualTo(packetId);
    second.send(packet(0x70, u16(packetId)));
    second.expectNothing();
    discard(id);
  }

  /** Publishes with QoS 2 and waits until the broker has it for good. */
  private void publishQos2(String topic, String payload) throws Exception {
    publishQos2(raw4(name()), topic, 7, payload);
  }

  private static void publishQos2(RawClient publisher, String topic, int id, String payload)
      throws Exception {
    publisher.send(publish(4, text(topic), id, NONE, payload));
    publisher.expect(RawClient.PUBREC);
    publisher.send(packet(0x62, u16(id)));
    publisher.expect(RawClient.PUBCOMP);
  }

  @Test
  void publishSentAgainAfterALostPubrecIsDeliveredOnce() throws Exception {
    // [MQTT-4.3.3-10]
    String id = name();
    String topic = name();
    RawClient subscriber = subscribed(name(), topic, 0);
    RawClient first = resume(id, 0);
    first.send(publish(4, text(topic), 9, NONE, "once"));
    first.expect(RawClient.PUBREC);
    first.close();

    RawClient second = resume(id, 1);
    second.send(publish(0xc, text(topic), 9, NONE, "once"));
    assertThat(second.expect(RawClient.PUBREC).u16(0)).isEqualTo(9);
    second.send(packet(0x62, u16(9)));
    assertThat(second.expect(RawClient.PUBCOMP).u16(0)).isEqualTo(9);

    assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo("once");
    subscriber.expectNothing();
    discard(id);
  }

  @Test
  void pubrelSentAgainAfterALostPubcompIsAnswered() throws Exception {
    // [MQTT-4.3.3-11]
    String id = name();
    String topic = name();
    RawClient subscriber = subscribed(name(), topic, 0);
    RawClient first = resume(id, 0);
    publishQos2(first, topic, 9, "once");
    first.close();

    RawClient second = resume(id, 1);
    second.send(packet(0x62, u16(9)));

    assertThat(second.expect(RawClient.PUBCOMP).u16(0)).isEqualTo(9);
    assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo("once");
    subscriber.expectNothing();
    discard(id);
  }

  @Test
  void packetIdIsFreeAfterPubcomp() throws Exception {
    // [MQTT-4.3.3-12]: the same id is a new message then, even with the same payload
    String topic = name();
    RawClient subscriber = subscribed(name(), topic, 0);
    RawClient publisher = raw4(name());
    for (int i = 0; i < 2; i++) {
      publishQos2(publisher, topic, 9, "m" + i);
    }

    assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo("m0");
    assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo("m1");
  }

  /** Of version 5, with QoS 1. */
  private RawClient subscribed5(String topic, byte[] connectProperties) throws Exception {
    RawClient subscriber = raw();
    subscriber.send(connect(5, 2, 60, connectProperties, name()));
    subscriber.expect(RawClient.CONNACK);
    subscriber.send(subscribe(1, Bytes.NO_PROPERTIES, topic, 1));
    subscriber.expect(RawClient.SUBACK);
    return subscriber;
  }

  @Test
  void noMoreIsUnderWayThanReceiveMaximum() throws Exception {
    // [MQTT-3.3.4-9]
    String topic = name();
    RawClient subscriber = subscribed5(topic, properties(of(0x21, 0, 2)));
    RawClient publisher = raw4(name());
    for (int i = 1; i <= 3; i++) {
      publisher.send(publish(2, text(topic), i, NONE, "m" + i));
      publisher.expect(RawClient.PUBACK);
    }

    Packet one = subscriber.expect(RawClient.PUBLISH);
    subscriber.expect(RawClient.PUBLISH);
    subscriber.expectNothing();
    subscriber.send(packet(0x40, u16(one.packetId())));
    subscriber.expect(RawClient.PUBLISH);
  }

  @Test
  void packetsAboveTheSubscribersMaximumAreLeftOut() throws Exception {
    // [MQTT-3.1.2-24], [MQTT-3.1.2-25]
    String topic = name();
    RawClient subscriber = subscribed5(topic, properties(of(0x27, 0, 0, 0, 100)));
    RawClient publisher = raw4(name());

    publisher.send(publish(2, text(topic), 1, NONE, "x".repeat(200)));
    publisher.send(publish(2, text(topic), 2, NONE, "short"));

    Packet got = subscriber.expect(RawClient.PUBLISH);
    assertThat(got.body()).endsWith("short".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void silenceOfOneAndAHalfKeepAlivesEndsTheConnection(int version) throws Exception {
    // [MQTT-3.1.2-22]; 0x8D, should the broker say why
    RawClient client = raw();
    // Mosquitto looks every five seconds only.
    client.waitAtMost(2 * PATIENCE_SECONDS);
    client.send(connect(version, 2, 1, version == 5 ? Bytes.NO_PROPERTIES : NONE, name()));
    client.expect(RawClient.CONNACK);

    Packet last = client.next();

    if (last != null) {
      assertThat(version).isEqualTo(5);
      assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
      assertThat(last.u8(0)).isEqualTo(0x8d);
      client.expectClosed();
    }
  }

  // Mosquitto 2.0.11 closes without a word.
  @Tag(NOT_MOSQUITTO)
  @Test
  void takenOverSessionIsToldSo() throws Exception {
    // [MQTT-3.1.4-3]
    String id = name();
    RawClient first = raw5(id);

    raw5(id);

    assertThat(first.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x8e);
    first.expectClosed();
  }

  @Test
  void takenOverConnectionOfVersion4IsClosed() throws Exception {
    String id = name();
    RawClient first = raw4(id);

    raw4(id);

    first.expectClosed();
  }
}
