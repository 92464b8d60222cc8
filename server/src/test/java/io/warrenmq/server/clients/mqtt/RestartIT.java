package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.crash.BrokerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of MQTT is there after the broker was killed, MQTT 5.0 §4.1, and what is not. */
@Tag(MqttTest.NOT_MOSQUITTO)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RestartIT {
  private static final int KILLS = Integer.getInteger("warren.crash.kills", 20);
  private static final long SEED = Long.getLong("warren.crash.killSeed", 1);
  private static final int CLEAN = 2;
  private static final int WILL = 4;

  @TempDir Path dataDir;

  private BrokerProcess broker;

  private void start() throws Exception {
    broker = BrokerProcess.startWithMqtt(dataDir);
  }

  private void restart() throws Exception {
    broker.kill();
    start();
  }

  @AfterEach
  void kill() throws Exception {
    broker.close();
  }

  /** Connects; says whether the broker knew the session. */
  private record Opened(RawClient client, boolean present) {}

  private Opened connect(byte[] packet) throws Exception {
    RawClient client = new RawClient("127.0.0.1", broker.mqttPort());
    client.send(packet);
    RawClient.Packet connack = client.expect(RawClient.CONNACK);
    assertThat(connack.u8(1)).as("reason code").isZero();
    return new Opened(client, connack.u8(0) == 1);
  }

  private Opened lasting(String clientId) throws Exception {
    return connect(Bytes.connect(4, 0, 60, new byte[0], clientId));
  }

  private static void subscribe(RawClient client, int version, String filter, int qos)
      throws Exception {
    client.send(Bytes.subscribe(7, version == 5 ? Bytes.NO_PROPERTIES : new byte[0], filter, qos));
    client.expect(RawClient.SUBACK);
  }

  private static byte[] publish(String topic, int qos, int id, boolean retain, String payload) {
    return Bytes.publish(
        qos << 1 | (retain ? 1 : 0), Bytes.text(topic), qos == 0 ? -1 : id, new byte[0], payload);
  }

  private void publish(String topic, int qos, boolean retain, String payload) throws Exception {
    try (RawClient client = connect(Bytes.connect(4, CLEAN, 60, new byte[0], "p")).client) {
      client.send(publish(topic, qos, 1, retain, payload));
      if (qos == 1) {
        client.expect(RawClient.PUBACK);
      } else if (qos == 2) {
        client.expect(RawClient.PUBREC);
        client.send(Bytes.packet(0x62, Bytes.u16(1)));
        client.expect(RawClient.PUBCOMP);
      } else {
        client.send(Bytes.of(0xC0, 0));
        client.expect(RawClient.PINGRESP);
      }
    }
  }

  @Test
  void aSessionComesBackWithEachOfItsSubscriptionsAndTheirMessages() throws Exception {
    start();
    try (RawClient client = lasting("s").client) {
      subscribe(client, 4, "zero/#", 0);
      subscribe(client, 4, "one/+", 1);
      subscribe(client, 4, "two", 2);
      subscribe(client, 4, "$share/g/three", 1);
      subscribe(client, 4, "gone", 1);
      client.send(Bytes.packet(0xA2, Bytes.u16(9), Bytes.text("gone")));
      client.expect(RawClient.UNSUBACK);
    }
    publish("one/a", 1, false, "before");
    restart();
    publish("two", 2, false, "between");
    publish("three", 1, false, "shared");
    publish("gone", 1, false, "unwanted");

    Opened again = lasting("s");
    try (RawClient client = again.client) {
      assertThat(again.present).isTrue();
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        RawClient.Packet packet = client.expect(RawClient.PUBLISH);
        got.add(packet.topic() + "=" + packet.payload4() + " " + packet.qos());
      }
      assertThat(got)
          .containsExactlyInAnyOrder("one/a=before 1", "two=between 2", "three=shared 1");
      publish("zero/b", 0, false, "now");
      assertThat(client.expect(RawClient.PUBLISH).payload4()).isEqualTo("now");
    }
  }

  @Test
  void packetIdentifiersOfQos2AreKnownAgain() throws Exception {
    start();
    int sentId;
    int releasedId;
    try (RawClient client = lasting("s").client) {
      subscribe(client, 4, "t", 2);
      publish("t", 2, false, "released");
      releasedId = client.expect(RawClient.PUBLISH).packetId();
      client.send(Bytes.packet(0x50, Bytes.u16(releasedId)));
      client.expect(RawClient.PUBREL);
      publish("t", 2, false, "sent");
      sentId = client.expect(RawClient.PUBLISH).packetId();
      client.send(publish("t", 2, 77, false, "mine"));
      client.expect(RawClient.PUBLISH);
      client.expect(RawClient.PUBREC);
    }
    restart();

    try (RawClient client = lasting("s").client) {
      RawClient.Packet pubrel = client.expect(RawClient.PUBREL);
      assertThat(pubrel.u16(0)).isEqualTo(releasedId);
      RawClient.Packet sent = client.expect(RawClient.PUBLISH);
      assertThat(sent.packetId()).isEqualTo(sentId);
      assertThat(sent.dup()).isTrue();
      assertThat(sent.payload4()).isEqualTo("sent");
      RawClient.Packet mine = client.expect(RawClient.PUBLISH);
      assertThat(mine.payload4()).isEqualTo("mine");
      client.send(
          Bytes.publish(0x0C, Bytes.text("t"), 77, new byte[0], "mine"), // it comes again
          Bytes.packet(0x62, Bytes.u16(77)));
      client.expect(RawClient.PUBREC);
      client.expect(RawClient.PUBCOMP);
      client.send(Bytes.of(0xC0, 0));
      client.expect(RawClient.PINGRESP); // and nothing before it: it went no further
    }
  }

  @Test
  void aMessageOfQos2ThatWasSentStaysItsMembers() throws Exception {
    // [MQTT-4.8.2-4]
    start();
    int packetId;
    try (RawClient client = lasting("m").client) {
      subscribe(client, 4, "$share/g/t", 2);
      publish("t", 2, false, "its own");
      packetId = client.expect(RawClient.PUBLISH).packetId();
    }
    try (RawClient other = lasting("n").client) {
      subscribe(other, 4, "$share/g/t", 2); // when this is on disk, so is what was before
      publish("t", 2, false, "for any");
      assertThat(other.expect(RawClient.PUBLISH).payload4()).isEqualTo("for any");
    }
    restart();

    try (RawClient client = lasting("m").client) {
      RawClient.Packet sent = client.expect(RawClient.PUBLISH);
      assertThat(sent.payload4()).isEqualTo("its own");
      assertThat(sent.packetId()).isEqualTo(packetId);
      assertThat(sent.dup()).isTrue();
    }
  }

  @Test
  void whatIsRetainedIsThereAndWhatWasTakenAwayIsNot() throws Exception {
    start();
    publish("r/a", 1, true, "old");
    publish("r/a", 1, true, "new");
    publish("r/b", 1, true, "b");
    publish("r/b", 1, true, "");
    publish("r/c", 2, true, "c");
    restart();

    try (RawClient client = lasting("s").client) {
      subscribe(client, 4, "r/#", 2);
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RawClient.Packet packet = client.expect(RawClient.PUBLISH);
        got.add(packet.topic() + "=" + packet.payload4() + " " + packet.qos());
      }
      assertThat(got).containsExactlyInAnyOrder("r/a=new 1", "r/c=c 2");
      client.send(Bytes.of(0xC0, 0));
      client.expect(RawClient.PINGRESP);
    }
  }

  @Test
  void theWillOfASessionThatTheBrokerHasLeftIsPublished() throws Exception {
    start();
    try (RawClient watcher = lasting("w").client) {
      subscribe(watcher, 4, "will", 1);
    }
    byte[] payload = Bytes.join(Bytes.text("s"), Bytes.NO_PROPERTIES);
    payload = Bytes.join(payload, Bytes.text("will"), Bytes.text("gone"));
    byte[] expiry = Bytes.properties(Bytes.of(0x11, 0, 0, 0, 60));
    RawClient client = connect(Bytes.connect(5, CLEAN | WILL | 1 << 3, 60, expiry, payload)).client;
    subscribe(client, 5, "own", 0); // When that is answered, what came before is on disk.
    restart();
    client.close();

    try (RawClient watcher = lasting("w").client) {
      assertThat(watcher.expect(RawClient.PUBLISH).payload4()).isEqualTo("gone");
    }
  }

  @Test
  void nothingIsLeftOfSessionsThatHaveEndedMeanwhile() throws Exception {
    start();
    byte[] expiry = Bytes.properties(Bytes.of(0x11, 0, 0, 0, 1));
    try (RawClient client = connect(Bytes.connect(5, CLEAN, 60, expiry, "s")).client) {
      subscribe(client, 5, "own", 1);
      subscribe(client, 5, "$share/g/shared", 1);
    }
    try (RawClient client = connect(Bytes.connect(5, CLEAN, 60, new byte[1], "t")).client) {
      subscribe(client, 5, "$share/h/other", 1); // of a session that ends with its connection
      restart();
    }

    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              assertThat(exists("mqtt-subscription-sqos1")).isFalse();
              assertThat(exists("mqtt-shared-g/shared")).isFalse();
              assertThat(exists("mqtt-shared-h/other")).isFalse();
            });
    assertThat(lasting("s").present).isFalse();
  }

  private boolean exists(String queue) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.port());
    try (Connection connection = factory.newConnection()) {
      Channel channel = connection.createChannel();
      channel.queueDeclarePassive(queue);
      return true;
    } catch (IOException e) {
      assertThat(e.getCause()).hasMessageContaining("NOT_FOUND");
      return false;
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // Each life has its own end.
  void nothingThatWasAnsweredIsLostByKills() throws Exception {
    Random random = new Random(SEED);
    Handshakes load = new Handshakes();
    start();
    load.subscribe(broker.mqttPort());
    for (int i = 0; i < KILLS; i++) {
      Thread client = load.live(broker.mqttPort());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(500)));
      broker.kill();
      client.join();
      start();
    }

    load.settle(broker.mqttPort());
    assertThat(load.faults()).isEmpty();
    assertThat(load.answered()).isGreaterThan(KILLS);
    // Between a message's and its identifier's way to disk it can come a second time.
    assertThat(load.doubled()).isLessThanOrEqualTo(KILLS);
  }
}
