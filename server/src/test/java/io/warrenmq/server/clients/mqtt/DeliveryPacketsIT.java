package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery, acknowledgements and what a message carries: MQTT 5.0 §3.3.2.3, §4.3 to §4.6. */
class DeliveryPacketsIT extends PacketTest {
  private static final int EXPIRY = 2;

  private RawClient subscribed(String id, String topic, int qos, byte[]... more) throws Exception {
    byte[] properties = Bytes.join(Bytes.join(more), sessionExpiry(60));
    RawClient client = connect(id, 0, false, properties);
    subscribe(client, topic, qos);
    return client;
  }

  private RawClient back(String id, byte[]... more) throws Exception {
    return connect(id, 0, true, Bytes.join(Bytes.join(more), sessionExpiry(60)));
  }

  private static byte[] expiry(int seconds) {
    return Bytes.join(Bytes.of(EXPIRY), Bytes.u32(seconds));
  }

  // Mosquitto 2.0.11 delivers none whose first PUBLISH has DUP.
  @Tag(NOT_MOSQUITTO)
  @CsvSource({"1,0", "2,0", "1,1", "2,1"})
  @ParameterizedTest(name = "QoS {0}, published with DUP {1}")
  void thePublishersDupIsItsOwn(int qos, int dup) throws Exception {
    // [MQTT-3.3.1-3], [MQTT-4.3.2-2], [MQTT-4.3.3-2]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, qos);

    connect().send(publish(dup << 3 | qos << 1, topic, 1, "m"));

    assertThat(message(subscriber).packet().dup()).isFalse();
  }

  @Test
  void acknowledgementsHaveTheIdentifierOfTheirMessage() throws Exception {
    // [MQTT-2.2.1-5], [MQTT-3.3.4-1], [MQTT-4.3.2-4], [MQTT-4.3.3-8], [MQTT-4.3.3-11]
    String topic = name();
    subscribe(connect(), topic, 0);
    RawClient client = connect();

    client.send(publish(2, topic, 65_535, "m"));
    Packet puback = client.expect(RawClient.PUBACK);
    assertThat(puback.u16(0)).isEqualTo(65_535);
    assertThat(reason(puback)).isIn(0, 0x10);
    client.send(publish(4, topic, 65_535, "m"));
    assertThat(client.expect(RawClient.PUBREC).u16(0)).isEqualTo(65_535);
    client.send(Bytes.packet(0x62, Bytes.u16(65_535)));
    Packet pubcomp = client.expect(RawClient.PUBCOMP);
    assertThat(pubcomp.u16(0)).isEqualTo(65_535);
    assertThat(reason(pubcomp)).isZero();
  }

  // Mosquitto 2.0.11 answers as if they were known.
  @Tag(NOT_MOSQUITTO)
  @Test
  void identifiersThatNobodyHasAreToldSo() throws Exception {
    // §3.6.2.1, §3.7.2.1: 0x92
    RawClient client = connect();

    client.send(Bytes.packet(0x62, Bytes.u16(9)));
    Packet pubcomp = client.expect(RawClient.PUBCOMP);
    client.send(pubrec(10));
    Packet pubrel = client.expect(RawClient.PUBREL);
    client.send(puback(11), pubcomp(12));
    client.expectNothing();

    assertThat(List.of(pubcomp.u16(0), reason(pubcomp))).containsExactly(9, 0x92);
    assertThat(List.of(pubrel.u16(0), reason(pubrel))).containsExactly(10, 0x92);
    assertThat(pubrel.first()).isEqualTo(0x62);
  }

  @Test
  void anIdentifierOfQos1IsFreeOnceItIsAcknowledged() throws Exception {
    // [MQTT-4.3.2-5]: irrespective of DUP
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 0);
    RawClient client = connect();

    for (int flags : new int[] {2, 10, 2}) {
      client.send(publish(flags, topic, 7, "m" + flags));
      client.expect(RawClient.PUBACK);
    }

    for (int flags : new int[] {2, 10, 2}) {
      assertThat(message(subscriber).payload()).isEqualTo("m" + flags);
    }
  }

  @Test
  void noTwoMessagesUnderWayHaveOneIdentifier() throws Exception {
    // [MQTT-2.2.1-4], [MQTT-4.3.2-1], [MQTT-4.3.3-1]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 2);
    RawClient publisher = connect();
    Set<Integer> ids = new HashSet<>();

    for (int i = 0; i < 8; i++) {
      if (i % 2 == 0) {
        publish(publisher, topic, "m");
      } else {
        publish2(publisher, topic, "m");
      }
      assertThat(ids.add(message(subscriber).packet().packetId())).isTrue();
    }

    assertThat(ids).doesNotContain(0);
  }

  @Test
  void nothingIsSentAgainWhileTheConnectionIsThere() throws Exception {
    // [MQTT-4.4.0-1], [MQTT-4.3.2-3], [MQTT-4.3.3-3]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 2);
    publish(connect(), topic, "one");
    publish2(connect(), topic, "two");
    assertThat(message(subscriber).payload()).isEqualTo("one");
    assertThat(message(subscriber).payload()).isEqualTo("two");

    letPass(2);

    subscriber.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRefusedMessageDoesNotComeAgain(int qos) throws Exception {
    // [MQTT-4.4.0-2]
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, qos);
    publish2(connect(), topic, "m");
    int packetId = message(first).packet().packetId();
    first.send(Bytes.packet(qos == 1 ? 0x40 : 0x50, Bytes.u16(packetId), Bytes.of(0x80)));
    first.expectNothing();
    first.close();

    RawClient second = back(id);

    second.expectNothing();
    end(second);
  }

  @Test
  void aRepeatedPubrecIsAnsweredAgain() throws Exception {
    // [MQTT-4.3.3-4], [MQTT-4.3.3-6]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 2);
    publish2(connect(), topic, "m");
    int id = message(subscriber).packet().packetId();

    subscriber.send(pubrec(id), pubrec(id));

    for (int i = 0; i < 2; i++) {
      Packet pubrel = subscriber.expect(RawClient.PUBREL);
      assertThat(List.of(pubrel.u16(0), reason(pubrel))).containsExactly(id, 0);
    }
    subscriber.send(pubcomp(id));
    subscriber.expectNothing();
  }

  // Mosquitto 2.0.11 sends the next before PUBREL.
  @Tag(NOT_MOSQUITTO)
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void messagesKeepTheirOrderOverConnections(int qos) throws Exception {
    // [MQTT-4.6.0-5], [MQTT-4.6.0-6], [MQTT-4.4.0-1], [MQTT-3.3.1-1]
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, qos, receiveMaximum(5));
    RawClient publisher = connect();
    for (int i = 0; i < 20; i++) {
      publish2(publisher, topic, "m" + i);
    }
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Message got = message(first);
      assertThat(got.payload()).isEqualTo("m" + i);
      ids.add(got.packet().packetId());
    }
    first.close();

    RawClient second = back(id, receiveMaximum(1));
    publish2(publisher, topic, "m20");

    for (int i = 0; i <= 20; i++) {
      Message got = message(second);
      assertThat(got.payload()).isEqualTo("m" + i);
      assertThat(got.packet().dup()).as("DUP of m%d", i).isEqualTo(i < 5);
      int packetId = got.packet().packetId();
      if (i < 5) {
        assertThat(packetId).as("identifier of m%d", i).isEqualTo(ids.get(i));
      }
      if (qos == 1) {
        second.send(puback(packetId));
      } else {
        second.send(pubrec(packetId));
        second.expect(RawClient.PUBREL);
        second.send(pubcomp(packetId));
      }
    }
    end(second);
  }

  @Test
  void messagesOfAPublisherComeInItsOrder() throws Exception {
    // [MQTT-4.6.0-5], [MQTT-4.6.0-6], [MQTT-4.5.0-1]: of one topic and QoS
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic + "/+", 1);
    RawClient publisher = connect();
    byte[][] packets = new byte[400][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = publish(i % 4 < 2 ? 2 : 0, topic + "/" + i % 2, i + 1, Integer.toString(i));
    }

    publisher.send(packets);

    int[] last = {-4, -3, -2, -1};
    for (int i = 0; i < packets.length; i++) {
      Message got = message(subscriber);
      int number = Integer.parseInt(got.payload());
      int kind = number % 4;
      assertThat(number).isEqualTo(last[kind] + 4);
      last[kind] = number;
      if (got.packet().qos() == 1) {
        subscriber.send(puback(got.packet().packetId()));
      }
    }
  }

  // Mosquitto 2.0.11 sends nothing more.
  @Tag(NOT_MOSQUITTO)
  @Test
  void theExpiryIsCountedDownWhileAMessageWaits() throws Exception {
    // [MQTT-3.3.2-5], [MQTT-3.3.2-6]
    String id = name();
    String topic = name();
    RawClient first = subscribed(id, topic, 1, receiveMaximum(1));
    publish(connect(), topic, "sent");
    publish(connect(), topic, "short", expiry(1));
    publish(connect(), topic, "long", expiry(100));
    int packetId = message(first).packet().packetId();
    letPass(3);

    first.send(puback(packetId));

    Message got = message(first);
    assertThat(got.payload()).isEqualTo("long");
    assertThat(Integer.parseInt(got.properties().values(EXPIRY).get(0))).isBetween(90, 98);
    end(first);
  }

  @Test
  void theHandshakeGoesOnForAMessageThatHasExpired() throws Exception {
    // [MQTT-4.3.3-13]
    RawClient publisher = connect();
    publisher.send(publish(4, name(), 3, "m", expiry(1)));
    publisher.expect(RawClient.PUBREC);
    letPass(2);

    publisher.send(Bytes.packet(0x62, Bytes.u16(3)));

    assertThat(publisher.expect(RawClient.PUBCOMP).u16(0)).isEqualTo(3);
  }

  @Test
  void aMessageThatWasSentDoesNotExpire() throws Exception {
    // [MQTT-4.3.3-7], [MQTT-4.4.0-1]
    String id = name();
    String topic = name();
    RawClient first = connect(id, CLEAN, false, sessionExpiry(60));
    subscribe(first, topic, 2, subscriptionId(5));
    RawClient publisher = connect();
    publish2(publisher, topic, "sent", expiry(1));
    int packetId = message(first).packet().packetId();
    first.close();
    publish2(publisher, topic, "not sent", expiry(1));
    letPass(3);

    RawClient second = connect(id, 0, true, sessionExpiry(60));

    Message got = message(second);
    assertThat(got.payload()).isEqualTo("sent");
    assertThat(got.packet().packetId()).isEqualTo(packetId);
    assertThat(got.packet().dup()).isTrue();
    assertThat(got.properties().values(0x0b)).containsExactly("5");
    second.expectNothing();
    second.send(pubrec(packetId));
    second.expect(RawClient.PUBREL);
    second.close();
    RawClient third = connect(id, 0, true, sessionExpiry(60));
    assertThat(third.expect(RawClient.PUBREL).u16(0)).isEqualTo(packetId);
    third.send(pubcomp(packetId));
    third.expectNothing();
    end(third);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void thePayloadFormatStaysAsItIs(int format) throws Exception {
    // [MQTT-3.3.2-4]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 1);

    publish(connect(), topic, "m", Bytes.of(1, format));
    publish(connect(), topic, "m");

    assertThat(message(subscriber).properties().values(1)).containsExactly("" + format);
    assertThat(message(subscriber).properties().values(1)).isEmpty();
  }

  @Test
  void propertiesOfAMessageStayAsTheyAre() throws Exception {
    // [MQTT-3.3.2-13] to [MQTT-3.3.2-20], [MQTT-1.5.7-1]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 1);

    publish(
        connect(),
        topic,
        "m",
        user("b", "\uFEFF1"),
        Bytes.join(Bytes.of(9), Bytes.binary(Bytes.of(0, 255))),
        user("", ""),
        Bytes.join(Bytes.of(8), Bytes.text("to/é/me")),
        user("b", "\uFEFF1"),
        Bytes.join(Bytes.of(3), Bytes.text("text/žluť")));

    Properties5 got = message(subscriber).properties();
    assertThat(got.values(0x26)).containsExactly("b=\uFEFF1", "=", "b=\uFEFF1");
    assertThat(got.values(9)).containsExactly("00ff");
    assertThat(got.values(8)).containsExactly("to/é/me");
    assertThat(got.values(3)).containsExactly("text/žluť");
  }

  @Test
  void versions3AreSentNoProperties() throws Exception {
    // A PUBLISH of 3.1.1 has none
    String topic = name();
    RawClient subscriber = raw4(name());
    subscriber.send(Bytes.subscribe(1, new byte[0], topic, 0));
    subscriber.expect(RawClient.SUBACK);

    publish(connect(), topic, "m", user("a", "b"), expiry(100));

    assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo("m");
  }

  // Mosquitto 2.0.11 does not deliver both.
  @Tag(NOT_MOSQUITTO)
  @Test
  void aLateAcknowledgementOfAFormerConnectionDisturbsNothing() throws Exception {
    // [MQTT-4.3.3-10], [MQTT-4.3.3-12]: over three connections, delivered once
    String id = name();
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic, 0);
    RawClient client = connect(id, 0, false, sessionExpiry(60));
    client.send(publish(4, topic, 3, "once"));
    client.expect(RawClient.PUBREC);
    for (int i = 0; i < 2; i++) {
      client.close();
      client = back(id);
      client.send(publish(12, topic, 3, "once"));
      assertThat(client.expect(RawClient.PUBREC).u16(0)).isEqualTo(3);
    }
    client.send(Bytes.packet(0x62, Bytes.u16(3)), Bytes.packet(0x62, Bytes.u16(3)));
    assertThat(reason(client.expect(RawClient.PUBCOMP))).isZero();
    assertThat(reason(client.expect(RawClient.PUBCOMP))).isIn(0, 0x92);

    client.send(publish(4, topic, 3, "anew"));
    client.expect(RawClient.PUBREC);

    assertThat(message(subscriber).payload()).isEqualTo("once");
    assertThat(message(subscriber).payload()).isEqualTo("anew");
    end(client);
  }
}
