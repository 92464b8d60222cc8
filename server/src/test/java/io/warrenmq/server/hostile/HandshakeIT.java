package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionSecureOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTune;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wrong steps before the connection is open. Until it has logged in a client is not told what it
 * did: the broker closes after a delay, or when the handshake's time is up.
 */
class HandshakeIT extends HostileTest {
  private static final FieldTable CAPABLE =
      FieldTable.builder()
          .put(
              "capabilities",
              FieldTable.builder().put("authentication_failure_close", true).build())
          .build();

  HandshakeIT() {
    super("handshake_timeout=2000");
  }

  static Map<String, Frames> beforeLogin() {
    return Map.ofEntries(
        Map.entry("a method of a channel", Frames.of().method(1, new ChannelOpen())),
        Map.entry("open before start-ok", RawClient.openFrame()),
        Map.entry("tune-ok", Frames.of().method(0, new ConnectionTuneOk(0, 0, 0))),
        Map.entry("secure-ok", Frames.of().method(0, new ConnectionSecureOk(LongString.of("x")))),
        Map.entry("a method of the broker's", Frames.of().method(0, new ConnectionTune(0, 0, 0))),
        Map.entry("an unknown class", Frames.of().method(0, 99, 1, "")),
        Map.entry("an unknown method", Frames.of().method(0, 10, 99, "")),
        Map.entry("a frame over 8192", Frames.of().frame(1, 0, new byte[8193])),
        Map.entry("a frame of 2 GiB", Frames.of().lying(1, 0, 0x7fffffffL, new byte[8], 0xCE)),
        Map.entry("a frame of 4 GiB", Frames.of().lying(1, 0, 0xffffffffL, new byte[8], 0xCE)),
        Map.entry("a bad end", Frames.of().lying(1, 0, 4, new byte[4], 0)),
        Map.entry("an unknown frame type", Frames.of().frame(9, 0, "00")),
        Map.entry("content", Frames.of().header(1, 10)),
        Map.entry("content on channel 0", Frames.of().header(0, 10)),
        Map.entry("a method of no bytes", Frames.of().frame(1, 0, "")),
        Map.entry(
            "a lying table",
            Frames.of().method(0, 10, 11, "7fffffff 05504c41494e 00000000 05656e5f5553")),
        Map.entry(
            "a lying response", Frames.of().method(0, 10, 11, "00000000 05504c41494e ffffffff 00")),
        Map.entry(
            "a mechanism that is not UTF-8", Frames.of().method(0, 10, 11, "0000000003c3c3c3")),
        Map.entry(
            "a mechanism that is not offered",
            Frames.of()
                .method(
                    0, new ConnectionStartOk(FieldTable.EMPTY, "X", LongString.of(""), "en_US"))),
        Map.entry("a name without a password", response("PLAIN", "\0guest")),
        Map.entry("a login that is cut off", response("AMQPLAIN", "\5LOGIN")),
        Map.entry(
            "a wrong password",
            Frames.of()
                .method(
                    0,
                    new ConnectionStartOk(
                        FieldTable.EMPTY, "PLAIN", LongString.of("\0guest\0no"), "en_US"))));
  }

  /** Of a client that understands a close after a failed login. */
  private static Frames response(String mechanism, String response) {
    return Frames.of()
        .method(0, new ConnectionStartOk(CAPABLE, mechanism, LongString.of(response), "en_US"));
  }

  @Test
  void hangsUpOnWrongFirstSteps() throws Exception {
    Map<String, RawClient> clients = new TreeMap<>();
    for (Map.Entry<String, Frames> step : beforeLogin().entrySet()) {
      clients.put(step.getKey(), client().start().send(step.getValue()));
    }

    for (Map.Entry<String, RawClient> client : clients.entrySet()) {
      assertThat(client.getValue().next()).as(client.getKey()).isNull();
    }
  }

  @Test
  void hangsUpOnASecondStartOk() throws Exception {
    RawClient client = client().start();
    client.send(RawClient.startOk(FieldTable.EMPTY)).expect(ConnectionTune.class);

    client.send(RawClient.startOk(FieldTable.EMPTY)).expectEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "2048, 131072, negotiated channel_max = 2048 is higher than the maximum allowed value (2047)",
    "0, 131072, negotiated channel_max = 0 (no limit) is higher than the maximum allowed value (2047)",
    "2047, 131073, negotiated frame_max = 131073 is higher than the maximum allowed value (131072)",
    "2047, 0, negotiated frame_max = 0 is higher than the maximum allowed value (131072)",
    "2047, 4294967295, negotiated frame_max = 4294967295 is higher than the maximum allowed value (131072)",
    "2047, 1, negotiated frame_max = 1 is lower than the minimum allowed value (4096)",
  })
  void refusesTuningBeyondItsOffer(int channelMax, long frameMax, String text) throws Exception {
    tuned(CAPABLE, channelMax, frameMax).expectClose(530, "NOT_ALLOWED - " + text);
  }

  /** RabbitMQ: who does not understand a close after a failed login does not get one here. */
  @Test
  void hangsUpOnTuningBeyondItsOffer() throws Exception {
    tuned(FieldTable.EMPTY, 2048, 131_072).expectEnd();
  }

  private RawClient tuned(FieldTable properties, int channelMax, long frameMax) throws IOException {
    RawClient client = client().start().send(RawClient.startOk(properties));
    client.expect(ConnectionTune.class);
    return client.send(Frames.of().method(0, new ConnectionTuneOk(channelMax, frameMax, 0)));
  }

  @Test
  void saysWhatIsWrongOnceLoggedIn() throws Exception {
    RawClient client = client().login();

    client.send(Frames.of().method(0, new ConnectionTuneOk(2047, 131_072, 0)));

    client.expectClose(504, "CHANNEL_ERROR - unexpected method in connection state opening");
  }

  @Test
  void refusesChannelsBeforeOpen() throws Exception {
    client()
        .login()
        .send(Frames.of().method(1, new ChannelOpen()))
        .expectClose(505, "UNEXPECTED_FRAME - type 1, all octets = <<0,20,0,10,0>>");
  }

  @Test
  void refusesAVhostNamedByAnything() throws Exception {
    RawClient client = client().login();

    client.send(Frames.of().method(0, new ConnectionOpen("/../%2f\r\n{}$")));

    client.expectClose(530, "NOT_ALLOWED - vhost /../%2f\r\n{}$ not found");
  }

  @Test
  void takesASecondOpenForAnError() throws Exception {
    RawClient client = client().open();

    client.send(RawClient.openFrame());

    client.expectClose(504, "CHANNEL_ERROR - unexpected method in connection state running");
  }

  @Test
  void closesWhereverTheClientWantsTo() throws Exception {
    RawClient client = client().login();

    client.send(Frames.of().method(0, new ConnectionClose(200, "bye", 0, 0)));

    client.expectClose(504, "CHANNEL_ERROR - unexpected method in connection state opening");
  }

  @Test
  void cutsThoseWhoDoNotFinishInTime() throws Exception {
    RawClient silent = client();
    RawClient greeted = client().start();
    RawClient loggedIn = client().login();
    RawClient drop = client();
    long begin = System.nanoTime();

    // A byte now and then does not buy more time.
    byte[] wanted = RawClient.startOk(FieldTable.EMPTY).bytes();
    drop.start();
    for (int i = 0; i < 5; i++) {
      drop.send(new byte[] {wanted[i]});
      silent.send(new byte[] {RawClient.PROTOCOL[i]});
    }

    silent.expectEnd();
    greeted.expectEnd();
    loggedIn.expectEnd();
    drop.expectEnd();
    assertThat((System.nanoTime() - begin) / 1_000_000)
        .isBetween(1000L, isOurs() ? 8000L : 15_000L);
  }

  @Test
  void ignoresWhatComesAfterItsClose() throws Exception {
    RawClient client = client().open();
    client.send(Frames.of().frame(9, 1, "00"));

    client.trySend(Frames.of().method(1, new BasicGet("q", false)).frame(77, 7, "00"));
    client.trySend(Frames.of().method(0, new ConnectionCloseOk()));

    assertThat(client.await(ConnectionClose.class).replyCode()).isEqualTo(501);
    client.expectEnd();
  }
}
