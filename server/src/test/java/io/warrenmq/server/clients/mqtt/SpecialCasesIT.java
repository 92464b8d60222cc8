package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.BrokerUnderTest;
import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of MQTT 5.0 where packets meet in a way that is easily overlooked. */
class SpecialCasesIT extends PacketTest {
  private static final int NO_LOCAL = 4;
  private static final int EXPIRY = 2;

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

  private static byte[] expiry(int seconds) {
    return Bytes.join(Bytes.of(EXPIRY), Bytes.u32(seconds));
  }

  private static int size(Packet packet) {
    return 1 + Bytes.varInt(packet.body().length).length + packet.body().length;
  }

  @Test
  void disconnectIsNoLargerThanTheClientTakes() throws Exception {
    // [MQTT-3.1.2-24], [MQTT-3.14.2-3]
    RawClient client = raw();
    client.send(Bytes.connect(5, CLEAN, 60, Bytes.properties(Bytes.of(0x27, 0, 0, 0, 24)), name()));
    client.expect(RawClient.CONNACK);

    client.send(publish(0, "a/#", 0, "m"));

    Packet disconnect = client.next();
    if (disconnect != null) {
      assertThat(size(disconnect)).isLessThanOrEqualTo(24);
    }
  }

  private static byte[] maximumPacketSize(int bytes) {
    return Bytes.join(Bytes.of(0x27), Bytes.u32(bytes));
  }

  // Mosquitto 2.0.11 closes without a word, which is as well.
  @Tag(NOT_MOSQUITTO)
  @Test
  void connackIsNoLargerThanTheClientTakes() throws Exception {
    // [MQTT-3.1.2-24], [MQTT-3.1.4-6]: nothing was changed
    String id = name();
    RawClient first = connect(id, CLEAN, false, sessionExpiry(60));
    first.close();
    RawClient small = raw();

    small.send(
        Bytes.connect(5, CLEAN, 60, Bytes.properties(sessionExpiry(60), maximumPacketSize(9)), id));

    Packet connack = small.expect(RawClient.CONNACK);
    assertThat(connack.u8(1)).isEqualTo(0x95);
    assertThat(size(connack)).isLessThanOrEqualTo(9);
    small.expectClosed();
    end(back(id));
  }

  @CsvSource({"130,9", "162,11"})
  @ParameterizedTest(name = "first byte {0}")
  void answersAreNoLargerThanTheClientTakes(int request, int answer) throws Exception {
    // [MQTT-3.1.2-24]
    RawClient client = connect(maximumPacketSize(30));
    byte[][] fits = new byte[25][]; // beside first byte, length, packet identifier, properties
    byte[][] tooMany = new byte[26][];
    Arrays.fill(fits, request == 130 ? filter("a", 0) : Bytes.text("a"));
    Arrays.fill(tooMany, fits[0]);

    client.send(filters(request, 1, fits));
    assertThat(size(client.expect(answer))).isEqualTo(30);
    client.send(filters(request, 2, tooMany));

    Packet disconnect = client.expect(RawClient.DISCONNECT);
    assertThat(disconnect.u8(0)).isEqualTo(0x95);
    assertThat(size(disconnect)).isLessThanOrEqualTo(30);
    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+/x"})
  void wildcardsDoNotTakeTopicsWithADollar(String filter) throws Exception {
    // [MQTT-4.7.2-1]
    RawClient client = connect();
    subscribe(client, "$share/" + name() + "/" + filter, 0);
    RawClient publisher = connect();

    publish(publisher, "$warren-test/x", "hidden");
    String fence = name() + "/x";
    publish(publisher, fence, "fence");

    List<String> topics = new ArrayList<>();
    for (String topic = ""; !topic.equals(fence); topics.add(topic)) {
      topic = message(client).topic();
    }
    assertThat(topics).noneMatch(topic -> topic.startsWith("$"));
  }

  @Test
  void anAsteriskIsNoWildcard() throws Exception {
    // [MQTT-3.3.2-3]
    String root = name();
    RawClient client = connect();
    subscribe(client, shared(root + "/*"), 0);
    RawClient publisher = connect();

    publish(publisher, root + "/a", "other");
    publish(publisher, root + "/*", "m");

    assertThat(message(client).topic()).isEqualTo(root + "/*");
  }

  @Test
  void aFilterMayBeAsLongAsATopic() throws Exception {
    // §4.7.3; a routing key of AMQP has 255 bytes
    String levels = name() + "/0123456789".repeat(30);
    RawClient client = connect();
    subscribe(client, levels + "/+/a", 1);
    subscribe(client, shared(levels + "/+/b"), 1);
    subscribe(client, levels + "/c", 1);
    client.send(filters(0xa2, 2, Bytes.text(levels + "/c")));
    client.expect(RawClient.UNSUBACK);
    RawClient publisher = connect();

    for (String last : new String[] {"/x/c", "/x/a", "/c", "/x/b"}) {
      publish(publisher, levels + last, last);
    }

    Set<String> got = Set.of(message(client).payload(), message(client).payload());
    assertThat(got).containsExactlyInAnyOrder("/x/a", "/x/b");
    client.expectNothing();
  }

  @Test
  void whatIsLeftOfAlikeFiltersGoesOn() throws Exception {
    // [MQTT-3.10.4-2]: of other filters nothing changes
    String root = name();
    RawClient client = connect();
    subscribe(client, root + "/+", 1);
    subscribe(client, root + "/*", 1);
    client.send(filters(0xa2, 2, Bytes.text(root + "/*")));
    client.expect(RawClient.UNSUBACK);

    publish(connect(), root + "/a", "m");

    assertThat(message(client).payload()).isEqualTo("m");
  }

  @Test
  void theSameFilterTwiceInAPacketIsNewOnce() throws Exception {
    // [MQTT-3.8.4-5], [MQTT-3.3.1-10]
    String topic = name();
    RawClient client = connect();
    client.send(publish(3, topic, 1, "kept"));
    client.expect(RawClient.PUBACK);

    client.send(filters(0x82, 1, filter(topic, 0x11), filter(topic, 0x11)));
    client.expect(RawClient.SUBACK);

    assertThat(untilFence(client)).containsExactly("kept");
    client.send(publish(3, topic, 1, ""));
  }

  @CsvSource({"0,1", "1,0", "0,0", "1,1"})
  @ParameterizedTest(name = "QoS {0}, then {1}")
  void theSameFilterTwiceInAPacketIsAsInTwoPackets(int first, int second) throws Exception {
    // [MQTT-3.8.4-5], [MQTT-3.8.4-3]
    String topic = name();
    RawClient client = connect();

    client.send(filters(0x82, 1, filter(topic, first), filter(topic, second)));
    client.expect(RawClient.SUBACK);
    publish(connect(), topic, "m");

    Message got = message(client);
    assertThat(got.packet().qos()).isEqualTo(second);
    if (second == 1) {
      client.send(puback(got.packet().packetId()));
    }
    assertThat(untilFence(client)).isEmpty();
  }

  // Mosquitto 2.0.11 sends it.
  @Tag(NOT_MOSQUITTO)
  @Test
  void noLocalKeepsOwnRetainedMessagesAway() throws Exception {
    // [MQTT-3.8.3-3] makes no exception for them
    String topic = name();
    RawClient client = connect();
    client.send(publish(3, topic, 1, "own"));
    client.expect(RawClient.PUBACK);

    subscribe(client, topic, NO_LOCAL);

    assertThat(untilFence(client)).isEmpty();
    client.send(publish(3, topic, 1, ""));
  }

  @Test
  void aMessageThatIsLeftOutTellsTheClientNoAlias() throws Exception {
    // [MQTT-3.1.2-25]: as if it was sent; but the client has not seen its alias
    String topic = name();
    RawClient subscriber = connect(Bytes.of(0x22, 0, 5), Bytes.of(0x27, 0, 0, 0, 100));
    subscribe(subscriber, topic, 1);
    RawClient publisher = connect();

    publish(publisher, topic, "x".repeat(200));
    publish(publisher, topic, "short");

    Message got = message(subscriber);
    assertThat(got.payload()).isEqualTo("short");
    assertThat(got.topic()).isEqualTo(topic);
  }

  @CsvSource({"2,4", "4,5"})
  @ParameterizedTest(name = "PUBLISH with flags {0}")
  void clientsOfVersion311MayHaveAnyNumberUnderWay(int flags, int answer) throws Exception {
    // 3.1.1 §4.4 and §3.3.4 know no maximum; [MQTT-4.3.2-2] and [MQTT-4.3.3-2] of 3.1.1
    int count = 1_500;
    String id = name();
    String to = name();
    RawClient subscriber = connect(id, CLEAN, false, sessionExpiry(60));
    subscribe(subscriber, to, 2); // so that each is kept before it is answered
    subscriber.close();
    RawClient client = raw4(name());
    byte[] topic = Bytes.text(to);
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = Bytes.publish(flags, topic, i + 1, new byte[0], "m");
    }

    client.send(packets);

    for (int i = 0; i < count; i++) {
      assertThat(client.expect(answer).u16(0)).isEqualTo(i + 1);
    }
    connect(id, CLEAN, false);
  }

  // Mosquitto 2.0.11 counts from the CONNECT.
  @Tag(NOT_MOSQUITTO)
  @Test
  void theLifetimeOfAWillBeginsWhenItIsPublished() throws Exception {
    // §3.1.3.2.4
    String topic = name();
    RawClient watcher = watcher(topic);

    connectWithWill(name(), CLEAN, 60, will(topic, "gone", willDelay(3), Bytes.of(2, 0, 0, 0, 2)))
        .close();

    Message gone = message(watcher);
    assertThat(gone.payload()).isEqualTo("gone");
    assertThat(gone.properties().values(2)).containsExactly("2");
  }

  @Test
  void aLeftOutMessageMovesNoAlias() throws Exception {
    // [MQTT-3.1.2-25], [MQTT-3.3.2-3]: the client takes what is for b for a message of a
    String topic = name();
    RawClient subscriber = connect(Bytes.of(0x22, 0, 1), Bytes.of(0x27, 0, 0, 0, 100));
    subscribe(subscriber, topic + "/+", 1);
    RawClient publisher = connect();
    publish(publisher, topic + "/a", "for a");
    publish(publisher, topic + "/b", "x".repeat(200));
    publish(publisher, topic + "/b", "for b");

    assertThat(message(subscriber).topic()).isEqualTo(topic + "/a");
    Message b = message(subscriber);
    assertThat(b.payload()).isEqualTo("for b");
    assertThat(b.topic()).isEqualTo(topic + "/b");
  }

  @Test
  void aClientThatReadsSlowlyStaysAliveByItsPings() throws Exception {
    // [MQTT-3.1.2-22]: it does send packets; the broker does not read them
    String topic = name();
    RawClient slow = raw();
    slow.send(Bytes.connect(5, CLEAN, 2, NONE, name()));
    slow.expect(RawClient.CONNACK);
    subscribe(slow, topic, 1);
    RawClient publisher = connect();
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 30; i++) {
      publish(publisher, topic, large);
    }
    for (int i = 0; i < 6; i++) {
      letPass(1);
      slow.send(Bytes.of(0xc0, 0));
    }

    Packet packet = slow.next();
    while (packet != null && packet.type() == RawClient.PUBLISH) {
      packet = slow.next();
    }
    assertThat(packet).as("the connection is open").isNotNull();
    assertThat(packet.type()).isEqualTo(RawClient.PINGRESP);
  }

  @Test
  void connackHasOneOfItsOwnReasons() throws Exception {
    // [MQTT-3.2.2-8]: 0x8E is DISCONNECT's
    String id = name();
    List<RawClient> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(raw());
    }

    for (RawClient each : all) {
      each.send(Bytes.connect(5, 0, 60, Bytes.properties(sessionExpiry(60)), id));
    }

    for (RawClient each : all) {
      Packet connack = each.next();
      if (connack != null) {
        assertThat(connack.type()).isEqualTo(RawClient.CONNACK);
        assertThat(connack.u8(1)).isNotEqualTo(0x8e);
      }
    }
    end(connect(id, CLEAN, false));
  }

  @Test
  void aRetainedMessageThatIsTooLargeNowHoldsNothingUp() throws Exception {
    // [MQTT-3.1.2-25]
    String id = name();
    String topic = name();
    RawClient publisher = connect();
    publisher.send(publish(3, topic, 1, "x".repeat(200)));
    publisher.expect(RawClient.PUBACK);
    RawClient first = connect(id, 0, false, sessionExpiry(60));
    subscribe(first, topic, 1);
    message(first);
    first.close();

    byte[] max = Bytes.of(0x27, 0, 0, 0, 100);
    RawClient second = connect(id, 0, true, sessionExpiry(60), receiveMaximum(1), max);
    publish(publisher, topic, "short");

    assertThat(message(second).payload()).isEqualTo("short");
    publisher.send(publish(3, topic, 1, ""));
  }

  // Not a statement of the specification: RabbitMQ refuses it too.
  @Test
  void aPasswordWithoutAUserNameIsNoAnonymousLogin() throws Exception {
    RawClient client = raw();

    client.send(
        Bytes.connect(
            5, CLEAN | 0x40, 60, NONE, Bytes.join(Bytes.text(name()), Bytes.text("secret"))));

    assertThat(client.expect(RawClient.CONNACK).u8(1)).isIn(0x86, 0x87);
  }

  @Test
  void aClientThatGoesAtOnceLeavesNothingAtItsQueue() throws Exception {
    // [MQTT-4.4.0-1], [MQTT-4.5.0-1]
    String id = name();
    String topic = name();
    RawClient client = connect(id, 0, false, sessionExpiry(600));
    subscribe(client, topic, 1);
    client.close();
    Connection amqp = closing(BrokerUnderTest.get().factory().newConnection());
    Channel channel = amqp.createChannel();
    String queue = "mqtt-subscription-" + id + "qos1";

    for (int i = 0; i < 500; i++) {
      connect(id, 0, true, sessionExpiry(600)).close();
    }

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(channel.queueDeclarePassive(queue).getConsumerCount()).isZero());
    publish(connect(), topic, "m");
    RawClient last = connect(id, 0, true, sessionExpiry(600));
    assertThat(message(last).payload()).isEqualTo("m");
    end(last);
  }

  @Test
  void messagesThatAreAlikeKeepTheirIdentifiers() throws Exception {
    // [MQTT-4.4.0-1], [MQTT-3.3.1-1]: the receiver knows them by nothing else
    String id = name();
    String topic = name();
    RawClient first = connect(id, 0, false, sessionExpiry(60));
    subscribe(first, topic, 2);
    RawClient publisher = connect();
    byte[][] all = new byte[5][];
    for (int i = 0; i < all.length; i++) {
      all[i] = publish(4, topic, i + 1, "on");
    }
    publisher.send(all);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      publisher.expect(RawClient.PUBREC);
      ids.add(message(first).packet().packetId());
    }
    first.close();

    RawClient second = connect(id, 0, true, sessionExpiry(60));

    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      again.add(message(second).packet().packetId());
    }
    assertThat(again).isEqualTo(ids);
    end(second);
  }

  @Test
  void theSameSharedFilterTwiceInAPacketIsOneMember() throws Exception {
    // [MQTT-3.8.4-5]
    String topic = name();
    String filter = shared(topic);
    RawClient client = connect();

    client.send(
        Bytes.packet(
            0x82,
            Bytes.u16(1),
            NONE,
            Bytes.text(filter),
            Bytes.of(0),
            Bytes.text(filter),
            Bytes.of(1)));
    assertThat(client.expect(RawClient.SUBACK).body()).endsWith(0, 1);
    publish(connect(), topic, "m");

    assertThat(message(client).packet().qos()).isEqualTo(1);
    client.expectNothing();
    client.send(Bytes.packet(0xa2, Bytes.u16(2), NONE, Bytes.text(filter), Bytes.text(filter)));
    assertThat(client.expect(RawClient.UNSUBACK).body()).endsWith(0, 0x11);
  }
}
