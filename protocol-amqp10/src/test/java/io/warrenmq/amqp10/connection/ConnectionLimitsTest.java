package io.warrenmq.amqp10.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.Open;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels, handles, signs of life, and a socket that is full. AMQP 1.0 §2.4.5, §2.7.1, §2.7.2. */
class ConnectionLimitsTest {
  private static final String FRAMING_ERROR = "amqp:connection:framing-error";

  /** §2.7.1 channel-max: what the broker announced is what counts. */
  @Test
  void aChannelAboveTheBrokersMaximumEndsTheConnection() {
    PeerBroker broker = PeerBroker.with().key("session_max_per_connection", 4).start();
    Peer peer = broker.connect().login();
    assertThat(peer.open().channelMax()).isEqualTo(3);
    peer.begin(3);

    peer.send(4, Peer.begin(0, 10, 10));

    peer.expectClose(FRAMING_ERROR);
  }

  @Test
  void aFrameOnAChannelAboveTheMaximumEndsTheConnection() {
    Peer peer = PeerBroker.start().open();

    peer.send(64, Flow.of());

    peer.expectClose(FRAMING_ERROR);
  }

  /**
   * §2.7.1: the broker "MUST NOT use channel numbers outside the range that its peer can handle".
   */
  @Test
  void noSessionBeginsAboveTheClientsMaximum() {
    Peer peer = PeerBroker.start().connect().login();
    Open open = peer.open(Peer.open(65_536, 1, 0));
    assertThat(open.channelMax()).isEqualTo(1);
    peer.begin(1);

    peer.send(2, Peer.begin(0, 10, 10));

    peer.expectClose(FRAMING_ERROR);
  }

  /** §2.7.2 handle-max. */
  @Test
  void aHandleAboveTheBrokersMaximumEndsTheConnection() {
    PeerBroker broker = PeerBroker.with().key("link_max_per_session", 2).start();
    broker.declare("q");
    Peer peer = broker.open();
    assertThat(peer.begin(0).handleMax()).isEqualTo(1);
    peer.attachSender(0, 1, "/queues/q");

    peer.send(0, Peer.sender("other", 2, Peer.target("/queues/q")));

    peer.expectClose(FRAMING_ERROR);
  }

  /** §2.7.2: what the client cannot handle the broker does not use. */
  @Test
  void noLinkIsAttachedAboveTheClientsMaximum() {
    PeerBroker broker = PeerBroker.start();
    broker.declare("q");
    Peer peer = broker.open();
    peer.send(0, Peer.begin(0, 10, 0));
    assertThat(peer.expect(0, Begin.class).handleMax()).isZero();
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Peer.receiver("other", 1, Peer.source("/queues/q")));

    peer.expectClose(FRAMING_ERROR);
  }

  @ParameterizedTest
  @ValueSource(longs = {256, 0x8000_0000L, 0xFFFF_FFFFL})
  void aFrameWithAHandleAboveTheMaximumEndsTheConnection(long handle) {
    Peer peer = PeerBroker.start().open();
    peer.begin(0);

    peer.send(0, Transfer.of(handle, 0, Messages.data("m")));

    peer.expectClose(FRAMING_ERROR);
  }

  @Test
  void thereMayBeAsManySessionsAsTheBrokerSays() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.open();

    for (int channel = 0; channel < 64; channel++) {
      assertThat(peer.begin(channel).remoteChannel()).isEqualTo(channel);
    }
    for (int channel = 0; channel < 64; channel++) {
      peer.send(channel, new End(null));
      peer.expect(channel, End.class);
    }
    peer.begin(63);
  }

  // ---- idle time-out ----

  /** §2.4.5: the broker's threshold is half of what it tells, so that it is met well. */
  @Test
  void aSilentClientIsClosed() {
    PeerBroker broker = PeerBroker.with().heartbeat(10).start();
    Peer peer = broker.connect().login();
    assertThat(peer.open().idleTimeoutMs()).isEqualTo(5_000);

    broker.loops.advanceMs(9_000);
    peer.expectNothing();

    broker.loops.advanceMs(4_000);
    peer.expectClose("amqp:resource-limit-exceeded");
  }

  @Test
  void aClientThatSendsEmptyFramesStays() {
    PeerBroker broker = PeerBroker.with().heartbeat(10).start();
    Peer peer = broker.open();

    for (int i = 0; i < 20; i++) {
      broker.loops.advanceMs(5_000);
      peer.sendBytes(Peer.frame(0, 0, new byte[0]));
    }

    peer.expectNothing();
    peer.begin(0);
  }

  /** A part of a frame is a sign of life too. */
  @Test
  void aClientThatSendsAFrameSlowlyStays() {
    PeerBroker broker = PeerBroker.with().heartbeat(10).start();
    Peer peer = broker.open();

    for (byte each : Peer.frame(0, Peer.begin(0, 10, 10))) {
      broker.loops.advanceMs(4_000);
      peer.sendBytes(each);
    }

    peer.expect(0, Begin.class);
  }

  /** §2.4.5: an empty frame is sent when there is nothing else, twice within the client's time. */
  @Test
  void theClientIsSentEmptyFramesWithinItsTime() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.connect().login();
    peer.open(Peer.open(512, 0, 2_000));

    broker.loops.advanceMs(1_100);
    for (int i = 0; i < 3; i++) {
      broker.loops.advanceMs(1_000);
      peer.expectEmptyFrame();
    }
    peer.ignore();

    peer.begin(0);
    peer.expectNothing();
  }

  @Test
  void aClientThatWantsThemTooOftenIsRefused() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.connect().login();

    peer.send(0, Peer.open(512, 0, 999));

    peer.expect(0, Open.class);
    peer.expectClose("amqp:not-allowed");
  }

  @Test
  void aClientWithoutTimeOutIsSentNothing() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.open();

    broker.loops.advanceMs(600_000);

    peer.expectNothing();
    assertThat(peer.isCut()).isFalse();
  }

  // ---- back-pressure ----

  @Test
  void aClientThatDoesNotReadIsNotReadFromAndGetsNoDeliveries() {
    PeerBroker broker = PeerBroker.start();
    broker.declare("q");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachReceiver(0, 0, "/queues/q");
    peer.send(0, Flow.credit(0, 10));

    peer.setWritable(false);
    broker.publish("q", "m");
    assertThat(peer.isPaused()).isTrue();
    peer.expectNothing();

    peer.setWritable(true);
    assertThat(peer.isPaused()).isFalse();
    assertThat(peer.expectMessage(0, 0)).isEqualTo("m");
  }

  @Test
  void aClientThatNeitherReadsNorClosesIsCutOff() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.open();
    peer.setWritable(false);

    broker.shutDown(peer);
    peer.expect(0, Close.class);
    broker.loops.advanceMs(31_000);

    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void aClientThatDoesNotReadIsHeardWhenItCloses() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.open();
    peer.setWritable(false);
    broker.shutDown(peer);

    peer.send(0, new Close(null));

    peer.expectClose("amqp:connection:forced");
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.5.6: memory is short, so that the client may send no more; what was allowed may come. */
  @Test
  void whileMemoryIsShortTheWindowIsShut() {
    PeerBroker broker = PeerBroker.with().messageMemory(100_000).start();
    broker.declare("q");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");
    peer.send(0, Transfer.of(0, 0, Messages.ofSize(120_000)));
    peer.expectOutcome(0, 0, 0, 0x24);

    broker.loops.advanceMs(5_000);
    assertThat(peer.expect(0, Flow.class).incomingWindow()).isZero();
    assertThat(peer.begin(1).incomingWindow()).isZero();
    peer.send(0, Transfer.of(0, 1, Messages.data("allowed before")));
    peer.expectOutcome(0, 1, 1, 0x24);

    broker.delete("q");
    broker.loops.advanceMs(5_000);
    assertThat(peer.expect(0, Flow.class).incomingWindow()).isEqualTo(400);
    assertThat(peer.expect(1, Flow.class).incomingWindow()).isEqualTo(400);
  }

  /** An attach that quotes more than the client takes would be no frame for it. */
  @Test
  void longErrorsAreCutToTheClientsFrame() {
    PeerBroker broker = PeerBroker.start();
    Peer peer = broker.connect().login();
    peer.open(Peer.open(512, 10, 0));
    peer.begin(0);
    peer.attachSender(0, Peer.sender("s", 0, Peer.target(null)));

    peer.send(0, Transfer.of(0, 0, Messages.to("/nowhere/" + "x".repeat(10_000), "m")));

    peer.expectOutcome(0, 0, 0, 0x25);
  }
}
