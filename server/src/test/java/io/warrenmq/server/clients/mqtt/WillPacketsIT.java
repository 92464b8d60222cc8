package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wills, packet by packet: MQTT 5.0 §3.1.2.5, §3.1.3.2. */
class WillPacketsIT extends PacketTest {
  private static final int RETAIN = 0x20;

  @Test
  void whoComesBackInTimeTakesItsWillAway() throws Exception {
    // [MQTT-3.1.3-9], [MQTT-3.1.2-8], [MQTT-3.1.4-3]: also when it takes its session over
    String id = name();
    String topic = name();
    RawClient watcher = watcher(topic);
    RawClient first = connectWithWill(id, 0, 60, will(topic, "gone", willDelay(2)));

    RawClient second = connect(id, 0, true, sessionExpiry(60));

    first.next(); // DISCONNECT, or the end
    letPass(3);
    publish(connect(), topic, "nothing before");
    assertThat(message(watcher).payload()).isEqualTo("nothing before");
    end(second);
  }

  // Mosquitto 2.0.11 publishes none.
  @Tag(NOT_MOSQUITTO)
  @Test
  void aCleanStartEndsTheSessionAndTheWillsDelay() throws Exception {
    // [MQTT-3.1.2-8], §3.1.3.2.2
    String id = name();
    String topic = name();
    RawClient watcher = watcher(topic);
    connectWithWill(id, 0, 600, will(topic, "gone", willDelay(600)));

    connect(id, CLEAN, false);

    assertThat(message(watcher).payload()).isEqualTo("gone");
  }

  @Test
  void aWillIsPublishedOnce() throws Exception {
    // [MQTT-3.1.2-7], [MQTT-3.1.2-10]
    String id = name();
    String topic = name();
    RawClient watcher = watcher(topic);
    connectWithWill(id, 0, 60, will(topic, "gone", willDelay(1))).close();
    Message gone = message(watcher);
    assertThat(gone.payload()).isEqualTo("gone");
    watcher.send(puback(gone.packet().packetId()));

    connect(id, 0, true, sessionExpiry(60)).close();
    connect(id, CLEAN, false);

    publish(connect(), topic, "nothing before");
    assertThat(message(watcher).payload()).isEqualTo("nothing before");
  }

  @Test
  void aProtocolErrorDoesNotTakeTheWillAway() throws Exception {
    // [MQTT-3.1.2-8], §4.13.2
    String topic = name();
    RawClient watcher = watcher(topic);
    RawClient client = connectWithWill(name(), CLEAN, 0, will(topic, "gone"));

    client.send(Bytes.packet(0x62, Bytes.u16(0)));

    assertThat(message(watcher).payload()).isEqualTo("gone");
  }

  @Test
  void aRefusedConnectLeavesNoWill() throws Exception {
    // [MQTT-3.1.4-6]
    String topic = name();
    RawClient watcher = watcher(topic);
    RawClient client = raw();
    byte[] method = Bytes.join(Bytes.of(0x15), Bytes.text("none"));
    client.send(
        Bytes.connect(
            5,
            CLEAN | WILL,
            60,
            Bytes.properties(method),
            Bytes.join(Bytes.text(name()), will(topic, "gone"))));
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isGreaterThanOrEqualTo(0x80);
    client.expectClosed();

    publish(connect(), topic, "nothing before");

    assertThat(message(watcher).payload()).isEqualTo("nothing before");
  }

  @Test
  void aWillHasItsPropertiesInTheirOrder() throws Exception {
    // [MQTT-3.1.3-10], [MQTT-3.1.2-9], [MQTT-3.3.2-4], [MQTT-3.3.2-15] to [MQTT-3.3.2-20]
    String topic = name();
    RawClient watcher = watcher(topic);

    connectWithWill(
            name(),
            CLEAN,
            0,
            will(
                topic,
                "gone",
                user("b", "1"),
                Bytes.of(1, 1),
                user("a", "2"),
                willDelay(0),
                user("b", "1"),
                Bytes.join(Bytes.of(3), Bytes.text("text/plain")),
                Bytes.join(Bytes.of(8), Bytes.text("to/me")),
                Bytes.join(Bytes.of(9), Bytes.binary(Bytes.of(0, 255)))))
        .close();

    Properties5 got = message(watcher).properties();
    assertThat(got.values(0x26)).containsExactly("b=1", "a=2", "b=1");
    assertThat(got.values(1)).containsExactly("1");
    assertThat(got.values(3)).containsExactly("text/plain");
    assertThat(got.values(8)).containsExactly("to/me");
    assertThat(got.values(9)).containsExactly("00ff");
    assertThat(got.values(0x18)).isEmpty();
  }

  @CsvSource({"0,false", "32,true"})
  @ParameterizedTest
  void aWillIsRetainedIfItSaysSo(int flag, boolean retained) throws Exception {
    // [MQTT-3.1.2-14], [MQTT-3.1.2-15]: also one that has waited
    assertThat(flag & ~RETAIN).isZero();
    String topic = name();
    RawClient watcher = watcher(topic);
    connectWithWill(name(), flag, 1, will(topic, "gone", willDelay(1))).close();
    assertThat(message(watcher).payload()).isEqualTo("gone");

    RawClient late = connect();
    subscribe(late, topic, 0);
    publish(connect(), topic, "live");

    Message first = message(late);
    assertThat(first.payload()).isEqualTo(retained ? "gone" : "live");
    assertThat(first.retain()).isEqualTo(retained);
    late.send(publish(3, topic, 1, ""));
  }
}
