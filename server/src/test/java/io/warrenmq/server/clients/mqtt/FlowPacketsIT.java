package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one side has told the other that it takes: MQTT 5.0 §3.3.2.3.4, §4.9. */
class FlowPacketsIT extends PacketTest {
  private static final int ALIAS = 0x23;

  @Test
  void aMessageOfQos2IsUnderWayUntilPubcomp() throws Exception {
    // [MQTT-3.3.4-9], [MQTT-4.9.0-1], [MQTT-4.9.0-2], [MQTT-4.3.3-5]
    String topic = name();
    RawClient subscriber = connect(receiveMaximum(1));
    subscribe(subscriber, topic, 2);
    RawClient publisher = connect();
    publish2(publisher, topic, "one");
    publish2(publisher, topic, "two");

    int id = message(subscriber).packet().packetId();
    subscriber.expectNothing();
    subscriber.send(pubrec(id));
    subscriber.expect(RawClient.PUBREL);
    subscriber.expectNothing();
    subscriber.send(pubcomp(id));

    assertThat(message(subscriber).payload()).isEqualTo("two");
  }

  @Test
  void whatIsSentAgainKeepsToTheNewReceiveMaximum() throws Exception {
    // [MQTT-3.3.4-9], [MQTT-4.4.0-1]: there was room for more before
    String id = name();
    String topic = name();
    RawClient first = connect(id, CLEAN, false, sessionExpiry(60));
    subscribe(first, topic, 2);
    RawClient publisher = connect();
    for (int i = 0; i < 3; i++) {
      publish2(publisher, topic, "m" + i);
      message(first);
    }
    first.close();

    RawClient second = connect(id, 0, true, sessionExpiry(60), receiveMaximum(1));

    for (int i = 0; i < 3; i++) {
      Message got = message(second);
      assertThat(got.payload()).isEqualTo("m" + i);
      second.expectNothing();
      second.send(pubrec(got.packet().packetId()));
      second.expect(RawClient.PUBREL);
      second.send(pubcomp(got.packet().packetId()));
    }
    second.expectNothing();
    end(second);
  }

  @Test
  void aPubrecThatFailsMakesRoomForTheNext() throws Exception {
    // [MQTT-3.3.4-9], [MQTT-4.4.0-2]
    String topic = name();
    RawClient subscriber = connect(receiveMaximum(1));
    subscribe(subscriber, topic, 2);
    RawClient publisher = connect();
    publish2(publisher, topic, "one");
    publish2(publisher, topic, "two");
    int id = message(subscriber).packet().packetId();

    subscriber.send(Bytes.packet(0x50, Bytes.u16(id), Bytes.of(0x83)));

    assertThat(message(subscriber).payload()).isEqualTo("two");
  }

  @Test
  void otherPacketsDoNotWaitForAcknowledgements() throws Exception {
    // [MQTT-3.3.4-10], [MQTT-4.9.0-3]
    String topic = name();
    RawClient client = connect(receiveMaximum(1));
    subscribe(client, topic, 1);
    publish(connect(), topic, "one");
    message(client);

    publish(client, name(), "of its own");
    subscribe(client, name(), 1);
    client.expectNothing();
  }

  @Test
  void retainedMessagesKeepToReceiveMaximumToo() throws Exception {
    // [MQTT-3.3.4-9]
    String topic = name();
    RawClient publisher = connect();
    for (String each : new String[] {"a", "b"}) {
      publisher.send(publish(3, topic + "/" + each, 1, each));
      publisher.expect(RawClient.PUBACK);
    }
    RawClient subscriber = connect(receiveMaximum(1));

    subscribe(subscriber, topic + "/+", 1);

    Message first = message(subscriber);
    subscriber.expectNothing();
    subscriber.send(puback(first.packet().packetId()));
    assertThat(List.of(first.payload(), message(subscriber).payload()))
        .containsExactlyInAnyOrder("a", "b");
    for (String each : new String[] {"a", "b"}) {
      publisher.send(publish(3, topic + "/" + each, 1, ""));
    }
  }

  // Mosquitto 2.0.11 allows one more.
  @Tag(NOT_MOSQUITTO)
  @Test
  void whoExceedsTheBrokersReceiveMaximumIsToldSo() throws Exception {
    // [MQTT-3.3.4-7], §3.3.4: 0x93
    String topic = name();
    RawClient client = raw();
    client.send(Bytes.connect(5, CLEAN, 60, NONE, name()));
    List<String> given = Properties5.of(client.expect(RawClient.CONNACK).body(), 2).values(0x21);
    int max = given.isEmpty() ? 65_535 : Integer.parseInt(given.get(0));

    for (int id = 1; id <= max; id++) {
      client.send(publish(4, topic, id, "m"));
      client.expect(RawClient.PUBREC);
    }
    client.send(publish(4, topic, max + 1, "m"));

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x93);
    client.expectClosed();
  }

  // Mosquitto has no limit, but for the protocol's own.
  @Tag(NOT_MOSQUITTO)
  @Test
  void aPacketLargerThanTheBrokerTakesIsRefused() throws Exception {
    // [MQTT-3.2.2-15], §4.13: 0x95
    RawClient client = raw();
    client.send(Bytes.connect(5, CLEAN, 60, NONE, name()));
    Properties5 properties = Properties5.of(client.expect(RawClient.CONNACK).body(), 2);
    int max = Integer.parseInt(properties.values(0x27).get(0));

    client.send(Bytes.of(0x30), Bytes.varInt(max + 1));

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x95);
    client.expectClosed();
  }

  @ParameterizedTest(name = "Topic Alias Maximum {0}")
  @CsvSource({"0", "1", "2", "65535"})
  void theBrokersAliasesAreWithinTheClientsMaximum(int max) throws Exception {
    // [MQTT-3.1.2-26], [MQTT-3.1.2-27], [MQTT-3.3.2-8], [MQTT-3.3.2-11]
    String topic = name();
    RawClient subscriber = connect(Bytes.join(Bytes.of(0x22), Bytes.u16(max)));
    subscribe(subscriber, topic + "/+", 0);
    RawClient publisher = connect();

    Map<String, String> topics = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      String sent = topic + "/" + i * i % 7;
      publish(publisher, sent, "m");
      Message got = message(subscriber);
      List<String> alias = got.properties().values(ALIAS);
      if (!alias.isEmpty()) {
        assertThat(Integer.parseInt(alias.get(0))).isBetween(1, max);
        if (!got.topic().isEmpty()) {
          topics.put(alias.get(0), got.topic());
        }
      }
      assertThat(got.topic().isEmpty() ? topics.get(alias.get(0)) : got.topic()).isEqualTo(sent);
    }
  }

  private static byte[] alias(int alias) {
    return Bytes.join(Bytes.of(ALIAS), Bytes.u16(alias));
  }

  @Test
  void eachAliasUpToTheBrokersMaximumIsTaken() throws Exception {
    // [MQTT-3.3.2-12]
    String topic = name();
    RawClient subscriber = connect();
    subscribe(subscriber, topic + "/+", 0);
    RawClient publisher = raw();
    publisher.send(Bytes.connect(5, CLEAN, 60, NONE, name()));
    Properties5 properties = Properties5.of(publisher.expect(RawClient.CONNACK).body(), 2);
    int max = Integer.parseInt(properties.values(0x22).get(0));

    List<String> sent = new ArrayList<>();
    for (int i = 1; i <= max; i++) {
      publisher.send(publish(0, topic + "/" + i, 0, "named", alias(i)));
      sent.add(topic + "/" + i);
    }
    publisher.send(publish(0, topic + "/anew", 0, "named", alias(1)));
    sent.set(0, topic + "/anew");
    for (int i = 1; i <= max; i++) {
      publisher.send(publish(0, "", 0, "aliased", alias(i)));
    }

    List<String> aliased = new ArrayList<>();
    while (aliased.size() < max) {
      Message got = message(subscriber);
      if (got.payload().equals("aliased")) {
        aliased.add(got.topic());
      }
    }
    assertThat(aliased).isEqualTo(sent);
  }

  @Test
  void aliasesEndWithTheirConnection() throws Exception {
    // [MQTT-3.3.2-7]
    String id = name();
    RawClient first = connect(id, 0, false, sessionExpiry(60));
    first.send(publish(0, name(), 0, "m", alias(1)));
    first.expectNothing();
    first.close();
    RawClient second = connect(id, 0, true, sessionExpiry(60));

    second.send(publish(0, "", 0, "m", alias(1)));

    Packet disconnect = second.expect(RawClient.DISCONNECT);
    assertThat(disconnect.u8(0)).isIn(0x82, 0x94);
    second.expectClosed();
    end(connect(id, 0, true));
  }
}
