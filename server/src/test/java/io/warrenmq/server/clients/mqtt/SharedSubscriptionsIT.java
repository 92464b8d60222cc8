package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared subscriptions, packet by packet: MQTT 5.0 §4.8.2. */
class SharedSubscriptionsIT extends PacketTest {
  private static String shared(String filter) {
    return "$share/g/" + filter;
  }

  private RawClient member(String id, String filter, int qos) throws Exception {
    RawClient member = connect(id, 0, false, sessionExpiry(60));
    subscribe(member, shared(filter), qos);
    return member;
  }

  private RawClient back(String id) throws Exception {
    return connect(id, 0, true, sessionExpiry(60));
  }

  // Mosquitto answers most of them with SUBACK.
  @Tag(NOT_MOSQUITTO)
  @ParameterizedTest
  @ValueSource(strings = {"$share/g", "$share//a", "$share/+/a", "$share/g#/a", "$share/g/"})
  void filtersOfAnotherFormAreRefused(String filter) throws Exception {
    // [MQTT-4.8.2-1], [MQTT-4.8.2-2]
    RawClient client = connect();

    client.send(Bytes.subscribe(1, NONE, filter, 0));

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x8f);
    client.expectClosed();
  }

  // Mosquitto has some of them wait for those that are away.
  @Tag(NOT_MOSQUITTO)
  @Test
  void messagesGoToThoseThatAreThere() throws Exception {
    String topic = name();
    String away = name();
    member(away, topic, 1).close();
    String here = name();
    RawClient member = member(here, topic, 1);
    RawClient publisher = connect();

    for (int i = 0; i < 4; i++) {
      publish(publisher, topic, "m" + i);
      Message got = message(member);
      assertThat(got.payload()).isEqualTo("m" + i);
      member.send(puback(got.packet().packetId()));
    }
    end(member);
    end(back(away));
  }

  // Mosquitto drops them.
  @Tag(NOT_MOSQUITTO)
  @Test
  void messagesWaitWhileNobodyIsThere() throws Exception {
    String topic = name();
    String id = name();
    member(id, topic, 1).close();
    publish(connect(), topic, "m");

    RawClient again = back(id);

    assertThat(message(again).payload()).isEqualTo("m");
    end(again);
  }

  @Test
  void eachMembersQosCounts() throws Exception {
    // [MQTT-4.8.2-3], [MQTT-3.3.4-3]
    String topic = name();
    RawClient zero = connect();
    subscribe(zero, shared(topic), 0, subscriptionId(7));
    RawClient publisher = connect();
    publish2(publisher, topic, "m");
    Message got = message(zero);
    assertThat(got.packet().qos()).isZero();
    assertThat(got.properties().values(0x0b)).containsExactly("7");
    zero.send(Bytes.packet(0xa2, Bytes.u16(1), NONE, Bytes.text(shared(topic))));
    zero.expect(RawClient.UNSUBACK);

    RawClient two = connect();
    subscribe(two, shared(topic), 2);
    publish2(publisher, topic, "m");

    assertThat(message(two).packet().qos()).isEqualTo(2);
  }

  @Test
  void whatAMemberRefusesIsSentToNoOther() throws Exception {
    // [MQTT-4.8.2-6], [MQTT-4.4.0-2]
    String topic = name();
    RawClient one = connect();
    subscribe(one, shared(topic), 1);
    publish(connect(), topic, "refused");
    Message got = message(one);
    RawClient two = connect();
    subscribe(two, shared(topic), 1);

    one.send(Bytes.packet(0x40, Bytes.u16(got.packet().packetId()), Bytes.of(0x83)));
    one.expectNothing();
    one.close();

    publish(connect(), topic, "later");
    assertThat(message(two).payload()).isEqualTo("later");
  }

  @Test
  void aMessageOfQos2WaitsForItsMember() throws Exception {
    // [MQTT-4.8.2-4]
    String topic = name();
    String id = name();
    RawClient one = member(id, topic, 2);
    RawClient publisher = connect();
    publish2(publisher, topic, "its own");
    int packetId = message(one).packet().packetId();
    String other = name();
    RawClient two = member(other, topic, 2);
    one.close();
    publish2(publisher, topic, "for any");
    assertThat(message(two).payload()).isEqualTo("for any");

    RawClient again = back(id);

    Message got = message(again);
    assertThat(got.payload()).isEqualTo("its own");
    assertThat(got.packet().packetId()).isEqualTo(packetId);
    assertThat(got.packet().dup()).isTrue();
    again.send(pubrec(packetId));
    again.expect(RawClient.PUBREL);
    again.send(pubcomp(packetId));
    two.expectNothing();
    end(again);
    end(two);
  }

  @Test
  void aMessageOfQos2IsNobodyElsesWhenItsMembersSessionEnds() throws Exception {
    // [MQTT-4.8.2-5]
    String topic = name();
    RawClient one = connect();
    subscribe(one, shared(topic), 2);
    RawClient publisher = connect();
    publish2(publisher, topic, "its own");
    message(one);
    RawClient two = connect();
    subscribe(two, shared(topic), 2);

    end(one);

    publish2(publisher, topic, "for any");
    assertThat(message(two).payload()).isEqualTo("for any");
    two.expectNothing();
  }

  // Mosquitto keeps it for its member.
  @Tag(NOT_MOSQUITTO)
  @Test
  void aMessageOfQos1GoesToAnotherWhenItsMemberIsGone() throws Exception {
    // §4.8.2: it MAY wait for its member, and SHOULD NOT when the session ends
    String topic = name();
    RawClient one = connect();
    subscribe(one, shared(topic), 1);
    publish(connect(), topic, "m");
    message(one);
    RawClient two = connect();
    subscribe(two, shared(topic), 1);

    one.close();

    assertThat(message(two).payload()).isEqualTo("m");
  }
}
