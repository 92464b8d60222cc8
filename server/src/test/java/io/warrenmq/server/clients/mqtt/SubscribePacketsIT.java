package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE, UNSUBSCRIBE and what comes of them: MQTT 5.0 §3.3.4, §3.8 to §3.11, §4.7. */
class SubscribePacketsIT extends PacketTest {
  private static final int SUBSCRIPTION_ID = 0x0b;
  private static final int NO_LOCAL = 4;

  @Test
  void subackHasACodeForEachFilterInTheirOrder() throws Exception {
    // [MQTT-2.2.1-6], [MQTT-3.8.4-1], [MQTT-3.8.4-2], [MQTT-3.8.4-5], [MQTT-3.8.4-6],
    // [MQTT-3.8.4-7], [MQTT-3.9.3-1], [MQTT-3.9.3-2]
    String topic = name();
    RawClient client = connect();

    client.send(
        filters(
            0x82,
            0xfedc,
            filter(topic + "/a", 2),
            filter(topic + "/b", 0),
            filter(topic + "/c", 1),
            filter(topic + "/a", 1)));

    assertThat(client.expect(RawClient.SUBACK).body()).containsExactly(0xfe, 0xdc, 0, 2, 0, 1, 1);
  }

  @Test
  void unsubackHasACodeForEachFilterInTheirOrder() throws Exception {
    // [MQTT-3.10.4-4], [MQTT-3.10.4-5], [MQTT-3.10.4-6], [MQTT-3.11.3-1], [MQTT-3.11.3-2]
    String topic = name();
    RawClient client = connect();
    subscribe(client, topic, 1);

    client.send(
        filters(0xa2, 0xfedc, Bytes.text(topic + "/none"), Bytes.text(topic), Bytes.text(topic)));

    assertThat(client.expect(RawClient.UNSUBACK).body())
        .containsExactly(0xfe, 0xdc, 0, 0x11, 0, 0x11);
  }

  @Test
  void unsubscribeComparesFiltersByTheirText() throws Exception {
    // [MQTT-3.10.4-1]
    String topic = name();
    RawClient client = connect();
    subscribe(client, topic + "/+", 0);

    client.send(filters(0xa2, 1, Bytes.text(topic + "/a"), Bytes.text(topic + "/#")));

    assertThat(client.expect(RawClient.UNSUBACK).body()).endsWith(0x11, 0x11);
    publish(connect(), topic + "/a", "m");
    assertThat(message(client).payload()).isEqualTo("m");
  }

  @Test
  void whatWasBegunIsCompletedAfterUnsubscribe() throws Exception {
    // [MQTT-3.10.4-2], [MQTT-3.10.4-3]
    String topic = name();
    RawClient client = connect(receiveMaximum(1));
    subscribe(client, topic, 2);
    RawClient publisher = connect();
    publish2(publisher, topic, "begun");
    Packet begun = message(client).packet();

    client.send(filters(0xa2, 1, Bytes.text(topic)));
    client.expect(RawClient.UNSUBACK);
    publish2(publisher, topic, "late");

    client.send(pubrec(begun.packetId()));
    assertThat(client.expect(RawClient.PUBREL).u16(0)).isEqualTo(begun.packetId());
    client.send(pubcomp(begun.packetId()));
    assertThat(untilFence(client)).isEmpty();
  }

  @Test
  void eachMatchingSubscriptionsIdentifierComes() throws Exception {
    // [MQTT-3.3.4-2], [MQTT-3.3.4-3], [MQTT-3.3.4-4], [MQTT-3.3.4-5]
    String topic = name();
    RawClient client = connect();
    subscribe(client, topic + "/a", 0, subscriptionId(1));
    subscribe(client, topic + "/+", 1, subscriptionId(268_435_455));
    subscribe(client, topic + "/#", 1);
    subscribe(client, topic + "/b", 1, subscriptionId(3));

    publish(connect(), topic + "/a", "m");

    // In one copy, or in a copy for each.
    TreeSet<String> identifiers = new TreeSet<>();
    int highest = 0;
    while (identifiers.size() < 2) {
      Message got = message(client);
      identifiers.addAll(got.properties().values(SUBSCRIPTION_ID));
      highest = Math.max(highest, got.packet().qos());
    }
    assertThat(identifiers).containsExactly("1", "268435455");
    assertThat(highest).isEqualTo(1);
  }

  @Test
  void aSubscriptionInThePlaceOfAnotherHasItsOwnIdentifierAndOptions() throws Exception {
    // [MQTT-3.8.4-3]
    String topic = name();
    RawClient client = connect();
    subscribe(client, topic, 1, subscriptionId(1));

    subscribe(client, topic, 1, subscriptionId(2));
    publish(connect(), topic, "m");
    assertThat(message(client).properties().values(SUBSCRIPTION_ID)).containsExactly("2");

    subscribe(client, topic, 1);
    publish(connect(), topic, "m");
    assertThat(message(client).properties().values(SUBSCRIPTION_ID)).isEmpty();
  }

  @Test
  void noLocalIsOfTheClientAndNotOfItsConnection() throws Exception {
    // [MQTT-3.8.3-3]
    String id = name();
    String topic = name();
    RawClient first = connect(id, 0, false, sessionExpiry(60));
    subscribe(first, topic, 1 | NO_LOCAL);
    publish(first, topic, "own");
    publish(connect(), topic, "other");
    Message other = message(first);
    assertThat(other.payload()).isEqualTo("other");
    first.send(puback(other.packet().packetId()));
    first.expectNothing();
    first.close();

    RawClient second = connect(id, 0, true, sessionExpiry(60));
    publish(second, topic, "own");

    assertThat(untilFence(second)).isEmpty();
    end(second);
  }

  @Test
  void aMessageThatIsNotToBeRetainedLeavesTheRetainedOne() throws Exception {
    // [MQTT-3.3.1-5], [MQTT-3.3.1-8]
    String topic = name();
    RawClient client = connect();
    client.send(publish(3, topic, 1, "kept"));
    client.expect(RawClient.PUBACK);

    publish(client, topic, "other");
    publish(client, topic, "");

    subscribe(client, topic, 0);
    Message got = message(client);
    assertThat(got.payload()).isEqualTo("kept");
    assertThat(got.retain()).isTrue();
    client.send(publish(3, topic, 1, ""));
  }

  @Test
  void anEmptyRetainedMessageIsNotKept() throws Exception {
    // [MQTT-3.3.1-6], [MQTT-3.3.1-7]
    String topic = name();
    RawClient client = connect();
    client.send(publish(3, topic, 1, ""));
    client.expect(RawClient.PUBACK);

    subscribe(client, topic, 0);

    assertThat(untilFence(client)).isEmpty();
  }

  @Test
  void subscribingAnewSendsRetainedMessagesAgainAndLosesNoOthers() throws Exception {
    // [MQTT-3.8.4-4], [MQTT-3.3.1-9]
    String topic = name();
    RawClient client = connect();
    client.send(publish(3, topic, 1, "kept"));
    client.expect(RawClient.PUBACK);
    subscribe(client, topic, 0);
    assertThat(message(client).payload()).isEqualTo("kept");

    client.send(Bytes.subscribe(1, NONE, topic, 0), publish(0, topic, 0, "live"));
    client.expect(RawClient.SUBACK);

    assertThat(untilFence(client)).containsExactlyInAnyOrder("kept", "live");
    client.send(publish(3, topic, 1, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\uFEFFa", "a\uFEFF", "e\u0301", "\u00e9", "\u212b", "A\u030a", "a\uFFFD"})
  void topicsAreNotNormalized(String level) throws Exception {
    // [MQTT-1.5.4-3], [MQTT-4.7.3-4], [MQTT-3.3.2-3]
    String topic = name();
    RawClient client = connect();
    subscribe(client, topic + "/" + level, 0);
    RawClient publisher = connect();

    for (String other : new String[] {"a", "\u00e9", "e\u0301", "\u00c5", "\u212b", "A\u030a"}) {
      if (!other.equals(level)) {
        publish(publisher, topic + "/" + other, "other");
      }
    }
    publish(publisher, topic + "/" + level, "m");

    Message got = message(client);
    assertThat(got.topic()).isEqualTo(topic + "/" + level);
    assertThat(got.payload()).isEqualTo("m");
  }

  @ParameterizedTest(name = "{0} does not take {1}")
  @CsvSource({"*,a", "a/*,a/b", "*/+,a/b", "+/a.b,x/a/b", "a.b,a/b", "a/b,a.b", "+,a.b/c"})
  void charactersOfRoutingKeysAreOrdinaryOnes(String filter, String topic) throws Exception {
    // [MQTT-3.3.2-3], [MQTT-4.7.3-4]
    String root = name() + "/";
    RawClient client = connect();
    subscribe(client, root + filter, 1);

    publish(connect(), root + topic, "other");

    assertThat(untilFence(client)).isEmpty();
  }
}
