package io.warrenmq.amqp10.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.api.message.Unsigned;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and their windows. AMQP 1.0 §2.5. */
class SessionStatesTest {
  private static final String UNATTACHED = "amqp:session:unattached-handle";

  private final PeerBroker broker = PeerBroker.start();
  private Peer peer;

  @BeforeEach
  void open() {
    broker.declare("q");
    peer = broker.open();
  }

  // ---- begin and end ----

  /** §2.5.1: the answer names the client's channel; §2.7.2. */
  @Test
  void aBeginIsAnsweredWithTheClientsChannel() {
    Begin begin = peer.begin(5);

    assertThat(begin.remoteChannel()).isEqualTo(5);
    assertThat(begin.nextOutgoingId()).isZero();
    assertThat(begin.incomingWindow()).isEqualTo(400);
    assertThat(begin.outgoingWindow()).isEqualTo(0xFFFF_FFFFL);
    assertThat(begin.handleMax()).isEqualTo(255);
  }

  @Test
  void aSecondBeginOnAChannelEndsTheConnection() {
    peer.begin(0);

    peer.send(0, Peer.begin(0, 10, 10));

    peer.expectClose("amqp:illegal-state");
  }

  @Test
  void aBeginWithoutItsMandatoryFieldsEndsTheConnection() {
    peer.send(0, 0x11, null, null, Unsigned.uint(1), Unsigned.uint(1));

    peer.expectClose("amqp:decode-error");
  }

  /** §2.5.2. */
  @Test
  void anEndIsAnsweredAndItsChannelIsFree() {
    peer.begin(0);

    peer.send(0, new End(null));

    assertThat(peer.expect(0, End.class).error()).isNull();
    peer.begin(0);
  }

  @Test
  void aSecondEndEndsTheConnection() {
    peer.begin(0);
    peer.send(0, new End(null));
    peer.expect(0, End.class);

    peer.send(0, new End(null));

    peer.expectClose("amqp:not-allowed");
  }

  /** §2.5.2: what was not settled is put back, links go with their session. */
  @Test
  void anEndPutsBackWhatWasNotSettled() {
    broker.publish("q", "a", "b");
    peer.begin(0);
    peer.attachReceiver(0, 0, "/queues/q");
    peer.send(0, Flow.credit(0, 10));
    peer.expectMessage(0, 0);
    peer.expectMessage(0, 1);
    peer.send(0, Disposition.receiver(0, null).settled().state(0x24));

    peer.send(0, new End(null));

    peer.expect(0, End.class);
    assertThat(broker.consumers("q")).isZero();
    assertThat(broker.take("q")).isEqualTo("b!");
    assertThat(broker.take("q")).isNull();
  }

  /** What has waited for the client's window was never sent. */
  @Test
  void anEndPutsBackWhatWasNotSent() {
    broker.publish("q", "a", "b", "c");
    receive(1);
    peer.send(0, grants(Flow.of().window(0, 1)));
    assertThat(peer.expectMessage(0, 0)).isEqualTo("a");

    peer.send(0, new End(null));

    peer.expect(0, End.class);
    assertThat(broker.unsettledCount()).isZero();
    assertThat(broker.ready("q")).isEqualTo(3);
  }

  /** §2.5.4: a session that ends for an error leaves the others. */
  @Test
  void anErrorOfASessionLeavesTheOthers() {
    peer.begin(0);
    peer.begin(1);
    peer.attachSender(1, 0, "/queues/q");

    peer.send(0, Flow.of().handle(7));

    peer.expectEnd(0, UNATTACHED);
    peer.send(1, Transfer.of(0, 0, Messages.data("m")));
    peer.expectOutcome(1, 0, 0, 0x24);
  }

  /** §2.5.4: until the client's end comes, whatever comes is thrown away. */
  @Test
  void afterTheBrokersEndNothingOfTheSessionIsLookedAt() {
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");
    peer.send(0, Flow.of().handle(7));
    peer.expectEnd(0, UNATTACHED);

    peer.send(0, Transfer.of(0, 0, Messages.data("m")));
    peer.send(0, Flow.of().handle(7));
    peer.send(0, Disposition.receiver(0, null).settled());
    peer.send(0, Peer.receiver("r", 3, Peer.source("/queues/q")));
    peer.send(0, new Detach(9, true, null));

    peer.expectNothing();
    assertThat(broker.ready("q")).isZero();
    peer.send(0, new End(null));
    peer.expectNothing();
    peer.begin(0);
  }

  @Test
  void beforeTheClientsEndItsChannelIsTaken() {
    peer.begin(0);
    peer.send(0, Flow.of().handle(7));
    peer.expectEnd(0, UNATTACHED);

    peer.send(0, Peer.begin(0, 10, 10));

    peer.expectClose("amqp:illegal-state");
  }

  // ---- handles that are not attached ----

  /** §2.7.4, handle: "the recipient MUST respond by ending the session". */
  @Test
  void aFlowWithAnUnknownHandleEndsTheSession() {
    peer.begin(0);

    peer.send(0, Flow.credit(3, 10));

    peer.expectEnd(0, UNATTACHED);
  }

  @Test
  void aTransferWithAnUnknownHandleEndsTheSession() {
    peer.begin(0);

    peer.send(0, Transfer.of(3, 0, Messages.data("m")));

    peer.expectEnd(0, UNATTACHED);
  }

  @Test
  void aDetachWithAnUnknownHandleEndsTheSession() {
    peer.begin(0);

    peer.send(0, new Detach(3, true, null));

    peer.expectEnd(0, UNATTACHED);
  }

  @Test
  void aFlowWithoutItsMandatoryFieldsEndsTheConnection() {
    peer.begin(0);

    peer.send(0, 0x13, Unsigned.uint(0), Unsigned.uint(1), Unsigned.uint(0));

    peer.expectClose("amqp:decode-error");
  }

  @Test
  void aTransferWithoutHandleEndsTheConnection() {
    peer.begin(0);

    peer.send(0, 0x14, null, Unsigned.uint(1));

    peer.expectClose("amqp:decode-error");
  }

  // ---- the client's transfers ----

  /** §2.5.6: the broker's window is opened anew by halves; transfer ids are serial numbers. */
  @Test
  void theIncomingWindowIsToldAnewOnceHalfOfItIsUsed() {
    PeerBroker patient = PeerBroker.with().key("max_link_credit", 1_000).start();
    patient.declare("q");
    Peer client = patient.open();
    client.send(0, Peer.begin(-16, 10_000, 10));
    client.expect(0, Begin.class);
    client.attachSender(0, 0, "/queues/q");
    for (int i = 0; i < 199; i++) {
      client.send(0, Transfer.of(0, i, Messages.data("m")).settled());
    }
    client.expectNothing();

    client.send(0, Transfer.of(0, 199, Messages.data("m")).settled());

    Flow flow = client.expect(0, Flow.class);
    assertThat(flow.handle()).isEqualTo(-1);
    assertThat(flow.nextIncomingId()).isEqualTo(200 - 16);
    assertThat(flow.incomingWindow()).isEqualTo(400);
  }

  /** §2.8.17 window-violation: "the peer violated incoming window for the session". */
  @Test
  void aTransferBeyondTheIncomingWindowEndsTheSession() {
    PeerBroker small =
        PeerBroker.with().messageMemory(50_000).key("max_link_credit", 10_000).start();
    small.declare("q");
    Peer client = small.open();
    client.begin(0);
    client.attachSender(0, 0, "/queues/q");
    client.send(0, Transfer.of(0, 0, Messages.ofSize(60_000)).settled());
    small.loops.advanceMs(5_000);
    assertThat(client.expect(0, Flow.class).incomingWindow()).isZero();

    for (int i = 1; i < 400; i++) {
      client.send(0, Transfer.of(0, i, Messages.data("m")).settled());
    }
    client.expectNothing();
    client.send(0, Transfer.of(0, 400, Messages.data("m")).settled());

    client.expectEnd(0, "amqp:session:window-violation");
    assertThat(small.ready("q")).isEqualTo(400);
  }

  /** §2.7.4: a flow with echo is answered. */
  @Test
  void anEchoIsAnswered() {
    peer.begin(0);

    peer.send(0, Flow.of().echo());

    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.handle()).isEqualTo(-1);
    assertThat(flow.incomingWindow()).isEqualTo(400);
    peer.expectNothing();
    peer.send(0, Flow.of());
    peer.expectNothing();
  }

  // ---- the broker's transfers ----

  private void receive(long window) {
    peer.send(0, Peer.begin(0, window, 10));
    peer.expect(0, Begin.class);
    peer.attachReceiver(0, 0, "/queues/q");
  }

  private static Flow grants(Flow window) {
    return window.handle(0).deliveryCount(0).credit(100);
  }

  /** §2.5.6: no more transfers are under way than the client takes. */
  @Test
  void noMoreIsSentThanTheClientsWindowAllows() {
    broker.publish("q", "a", "b", "c", "d");
    receive(2);

    peer.send(0, grants(Flow.of().window(0, 2)));

    assertThat(peer.expectMessage(0, 0)).isEqualTo("a");
    assertThat(peer.expectMessage(0, 1)).isEqualTo("b");
    peer.expectNothing();
    peer.send(0, Flow.of().window(2, 1));
    assertThat(peer.expectMessage(0, 2)).isEqualTo("c");
    peer.expectNothing();
    peer.send(0, Flow.of().window(3, 5));
    assertThat(peer.expectMessage(0, 3)).isEqualTo("d");
  }

  /** §2.5.6: the client's window counts from what it had received by then. */
  @Test
  void aWindowThatWasTakenBeforeTheLastTransfersCountsFromThen() {
    broker.publish("q", "a", "b", "c", "d");
    receive(2);
    peer.send(0, grants(Flow.of().window(0, 2)));
    peer.ignore();

    peer.send(0, Flow.of().window(1, 2));

    assertThat(peer.expectMessage(0, 2)).isEqualTo("c");
    peer.expectNothing();
  }

  /** §2.7.4: a client that has not seen the begin yet has no next-incoming-id. */
  @Test
  void withoutNextIncomingIdTheWindowCountsFromTheBeginning() {
    broker.publish("q", "a", "b", "c");
    receive(0);

    Flow flow = Flow.credit(0, 100).window(0, 2);
    flow.set(0, null);
    peer.send(0, flow);

    peer.expectMessage(0, 0);
    peer.expectMessage(0, 1);
    peer.expectNothing();
  }

  @Test
  void aWindowThatIsTakenBackHoldsWhatIsToCome() {
    broker.publish("q", "a");
    receive(100);
    peer.send(0, grants(Flow.of().window(0, 100)));
    peer.expectMessage(0, 0);

    peer.send(0, Flow.of().window(1, 0));
    broker.publish("q", "b");
    peer.expectNothing();

    peer.send(0, Flow.of().window(1, 1));
    assertThat(peer.expectMessage(0, 1)).isEqualTo("b");
  }

  /** §2.6.14: a large message comes in as many transfers as frames are needed. */
  @Test
  void aLargeMessageComesInTransfersOfTheClientsSizeAndWindow() {
    Peer small = broker.connect().login();
    small.open(Peer.open(512, 10, 0));
    small.send(0, Peer.begin(0, 2, 10));
    small.expect(0, Begin.class);
    small.attachReceiver(0, Peer.receiver("r", 0, Peer.source("/queues/q")));
    String text = "0123456789".repeat(200);
    broker.publish("q", text, "next");

    small.send(0, Flow.credit(0, 2).window(0, 2));
    Transfer first = small.expect(0, Transfer.class);
    Transfer second = small.expect(0, Transfer.class);
    small.expectNothing();

    assertThat(first.deliveryId()).isZero();
    assertThat(first.get(2)).isNotNull();
    assertThat(first.isMore()).isTrue();
    assertThat(second.deliveryId()).isEqualTo(-1);
    assertThat(second.isMore()).isTrue();
    byte[] message = Messages.join(first.payload(), second.payload());
    small.send(0, Flow.of().window(2, 100));
    for (boolean more = true; more; ) {
      Transfer further = small.expect(0, Transfer.class);
      message = Messages.join(message, further.payload());
      more = further.isMore();
    }
    assertThat(Messages.body(message)).isEqualTo(text);
    assertThat(small.expectMessage(0, 1)).isEqualTo("next");
  }

  /** What was cut when its link ends is put back. */
  @Test
  void aMessageOfWhichAPartWasSentIsPutBackWhenItsLinkIsDetached() {
    Peer small = broker.connect().login();
    small.open(Peer.open(512, 10, 0));
    small.send(0, Peer.begin(0, 1, 10));
    small.expect(0, Begin.class);
    small.attachReceiver(0, Peer.receiver("r", 0, Peer.source("/queues/q")));
    small.attachReceiver(0, Peer.receiver("other", 1, Peer.source("/queues/q")));
    String text = "0123456789".repeat(100);
    broker.publish("q", text);
    small.send(0, Flow.credit(0, 2).window(0, 1));
    assertThat(small.expect(0, Transfer.class).isMore()).isTrue();

    small.send(0, new Detach(0, true, null));
    assertThat(small.expect(0, Detach.class).handle()).isZero();

    small.send(0, Flow.credit(1, 1).window(1, 100));
    Transfer again = small.expect(0, Transfer.class);
    assertThat(again.handle()).isEqualTo(1);
    assertThat(again.deliveryId()).isEqualTo(1);
  }

  // ---- attach ----

  /** §2.7.3 handle: "MUST be responded to with an immediate close carrying a handle-in-use". */
  @Test
  void aHandleThatIsInUseEndsTheSession() {
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");

    peer.send(0, Peer.receiver("other", 0, Peer.source("/queues/q")));

    peer.expectEnd(0, "amqp:session:handle-in-use");
  }

  /** §2.6.1: a link is known by its name and direction. */
  @Test
  void aLinkThatIsAttachedCannotBeAttachedAgain() {
    peer.begin(0);
    peer.attachSender(0, Peer.sender("s", 0, Peer.target("/queues/q")));

    peer.send(0, Peer.sender("s", 1, Peer.target("/queues/q")));

    peer.expectEnd(0, "amqp:session:errant-link");
  }

  @Test
  void linksOfTheOtherDirectionMayHaveTheSameName() {
    peer.begin(0);
    peer.attachSender(0, Peer.sender("x", 0, Peer.target("/queues/q")));

    Attach attach = peer.attachReceiver(0, Peer.receiver("x", 1, Peer.source("/queues/q")));

    assertThat(attach.role()).isEqualTo(Role.SENDER);
  }

  /** §2.6.3: an attach without terminus, then the detach; the rest of the session goes on. */
  @Test
  void aLinkThatCannotBeAttachedIsRefused() {
    peer.begin(0);

    peer.send(0, Peer.sender("s", 0, Peer.target("/queues/gone")));

    Attach refusal = peer.expect(0, Attach.class);
    assertThat(refusal.role()).isEqualTo(Role.RECEIVER);
    assertThat(refusal.target()).isNull();
    peer.expectDetach(0, 0, "amqp:not-found");
    peer.send(0, Transfer.of(0, 0, Messages.data("m"))); // on its way by then
    peer.send(0, new Detach(0, true, null));
    peer.expectNothing();
    peer.attachSender(0, 0, "/queues/q");
  }

  @Test
  void aConsumerThatCannotBeAttachedIsRefused() {
    peer.begin(0);

    peer.send(0, Peer.receiver("r", 0, Peer.source("/queues/gone")));

    Attach refusal = peer.expect(0, Attach.class);
    assertThat(refusal.role()).isEqualTo(Role.SENDER);
    assertThat(refusal.source()).isNull();
    assertThat(refusal.initialDeliveryCount()).isZero();
    peer.expectDetach(0, 0, "amqp:not-found");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anAttachWithoutItsMandatoryFieldsEndsTheConnection(int missing) {
    peer.begin(0);
    Object[] fields = {"s", Unsigned.uint(0), false};
    fields[missing] = null;

    peer.send(0, 0x12, fields);

    peer.expectClose("amqp:decode-error");
  }

  // ---- detach ----

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDetachIsAnsweredInItsKindAndItsHandleIsFree(boolean closed) {
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");

    peer.send(0, new Detach(0, closed, null));

    Detach answer = peer.expect(0, Detach.class);
    assertThat(answer.closed()).isEqualTo(closed);
    assertThat(answer.error()).isNull();
    peer.attachReceiver(0, 0, "/queues/q");
  }

  @Test
  void aDetachedConsumerGetsNothingMore() {
    broker.publish("q", "a", "b");
    peer.begin(0);
    peer.attachReceiver(0, 0, "/queues/q");
    peer.send(0, Flow.credit(0, 1));
    peer.expectMessage(0, 0);

    peer.send(0, new Detach(0, true, null));

    peer.expect(0, Detach.class);
    peer.expectNothing();
    assertThat(broker.consumers("q")).isZero();
    assertThat(broker.take("q")).isEqualTo("a!");
    assertThat(broker.take("q")).isEqualTo("b");
  }

  @Test
  void aLinkWhoseQueueIsDeletedIsDetached() {
    peer.begin(0);
    peer.attachReceiver(0, 4, "/queues/q");

    broker.delete("q");

    peer.expectDetach(0, 4, "amqp:resource-deleted");
    peer.send(0, Flow.credit(4, 10));
    peer.expectNothing();
    peer.send(0, new Detach(4, true, null));
    peer.expectNothing();
  }

  /** Permissions are the session's: it ends. */
  @Test
  void aUserWithoutPermissionLosesItsSession() {
    broker.putUser("reader", "", "", ".*");
    Peer reader = broker.connect().login("reader", "reader");
    reader.open();
    reader.begin(0);
    reader.attachReceiver(0, 0, "/queues/q");
    reader.attachSender(0, Peer.sender("s", 1, Peer.target("/queues/q")));

    reader.send(0, Transfer.of(1, 0, Messages.data("m")));

    reader.expectEnd(0, "amqp:unauthorized-access");
    assertThat(broker.consumers("q")).isZero();
    reader.send(0, new End(null));
    reader.begin(0);
  }
}
