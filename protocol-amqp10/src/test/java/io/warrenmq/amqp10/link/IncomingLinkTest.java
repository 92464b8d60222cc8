package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links on which the client sends. AMQP 1.0 §2.6.7, §2.6.12, §2.6.14, §2.7.5. */
class IncomingLinkTest {
  private static final long ACCEPTED = 0x24;
  private static final long REJECTED = 0x25;
  private static final long RELEASED = 0x26;
  private static final int CREDIT = 170;

  private final PeerBroker broker = PeerBroker.with().messageMax(100_000).start();
  private Peer peer;

  @BeforeEach
  void begin() {
    broker.declare("q");
    peer = broker.open();
    peer.begin(0);
  }

  private static Transfer message(long id, String text) {
    return Transfer.of(0, id, Messages.data(text));
  }

  private void attach() {
    peer.attachSender(0, 0, "/queues/q");
  }

  private void attach(SndSettleMode sends, RcvSettleMode receives) {
    peer.attachSender(0, Peer.sender("s", 0, Peer.target("/queues/q"), sends, receives));
  }

  // ---- attach ----

  /** §2.7.3: what the client asked for is what it gets. */
  @ParameterizedTest
  @EnumSource(SndSettleMode.class)
  void theSettleModesAreTheClients(SndSettleMode mode) {
    peer.send(0, Peer.sender("s", 0, Peer.target("/queues/q"), mode, RcvSettleMode.SECOND));

    Attach answer = peer.expect(0, Attach.class);

    assertThat(answer.name()).isEqualTo("s");
    assertThat(answer.sndSettleMode()).isEqualTo(mode);
    assertThat(answer.rcvSettleMode()).isEqualTo(RcvSettleMode.SECOND);
    assertThat(answer.maxMessageSize()).isEqualTo(100_000);
    assertThat(answer.initialDeliveryCount()).isNull();
  }

  // ---- credit ----

  /** §2.6.7. */
  @Test
  void aLinkHasCreditOnceItIsAttached() {
    Flow flow = peer.attachSender(0, 0, "/queues/q");

    assertThat(flow.handle()).isZero();
    assertThat(flow.deliveryCount()).isZero();
    assertThat(flow.credit()).isEqualTo(CREDIT);
  }

  /** §2.7.3 initial-delivery-count: the count is the sender's. */
  @Test
  void creditCountsFromTheClientsDeliveryCount() {
    Attach usual = Peer.sender("s", 0, Peer.target("/queues/q"));
    Attach wanted =
        new Attach(
            "s",
            0,
            usual.role(),
            usual.sndSettleMode(),
            usual.rcvSettleMode(),
            usual.source(),
            usual.target(),
            false,
            -2,
            0,
            List.of(),
            List.of(),
            Map.of());

    Flow flow = peer.attachSender(0, wanted);

    assertThat(flow.deliveryCount()).isEqualTo(0xFFFF_FFFEL);
    for (int i = 0; i < CREDIT / 2; i++) {
      peer.send(0, message(i, "m").settled());
    }
    Flow more = peer.expect(0, Flow.class);
    assertThat(more.deliveryCount())
        .isEqualTo(CREDIT / 2 - 2); // a serial number, which has wrapped
    assertThat(more.credit()).isEqualTo(CREDIT);
  }

  /** §2.8.18 transfer-limit-exceeded: "the peer sent more message transfers than allowed". */
  @Test
  void aTransferBeyondTheCreditDetachesTheLink() {
    PeerBroker small = PeerBroker.with().key("max_link_credit", 2).start();
    small.declare("q");
    Peer client = small.open();
    client.begin(0);
    client.attachSender(0, 0, "/queues/q");
    client.sendBytes(
        Messages.join(
            Messages.join(Peer.frame(0, message(0, "a")), Peer.frame(0, message(1, "b"))),
            Messages.join(Peer.frame(0, message(2, "c")), Peer.frame(0, message(3, "d")))));

    assertThat(client.expect(0, Flow.class).credit()).isEqualTo(2);
    client.expectDetach(0, 0, "amqp:link:transfer-limit-exceeded");
    client.expectOutcome(0, 0, 2, ACCEPTED);
    assertThat(small.ready("q")).isEqualTo(3);
  }

  /** §2.6.7: the client gives back what it has no use for. */
  @Test
  void creditThatTheClientGivesBackIsGivenAnew() {
    attach();

    peer.send(0, Flow.of().handle(0).deliveryCount(160).credit(10));

    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.deliveryCount()).isEqualTo(160);
    assertThat(flow.credit()).isEqualTo(CREDIT);
  }

  @Test
  void anEchoOfTheLinkIsAnswered() {
    attach();
    peer.send(0, message(0, "m").settled());

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(0).echo());

    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.handle()).isZero();
    assertThat(flow.deliveryCount()).isEqualTo(1);
    assertThat(flow.credit()).isEqualTo(CREDIT - 1);
    peer.expectNothing();
  }

  // ---- outcomes ----

  /** §3.4.2, §3.4.3, §3.4.4. */
  @Test
  void aMessageIsAcceptedReleasedOrRejected() {
    broker.declare("full", argumentsOfAFullQueue());
    peer.attachSender(0, 0, "/queues/q");
    peer.attachSender(0, 1, "/queues/full");
    peer.attachSender(0, 2, "/exchanges/amq.direct/nobody");

    peer.send(0, Transfer.of(0, 0, Messages.data("m")));
    peer.expectOutcome(0, 0, 0, ACCEPTED);
    peer.send(0, Transfer.of(1, 1, Messages.data("m")));
    peer.expectOutcome(0, 1, 1, REJECTED);
    peer.send(0, Transfer.of(2, 2, Messages.data("m")));
    peer.expectOutcome(0, 2, 2, RELEASED);
  }

  private static Arguments argumentsOfAFullQueue() {
    return Arguments.of(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
  }

  /** §2.6.12: one disposition for a run of deliveries. */
  @Test
  void whatIsSaidOfARunOfDeliveriesIsSaidOnce() {
    attach();

    peer.sendBytes(
        Messages.join(
            Messages.join(
                Peer.frame(0, message(0xFFFF_FFFFL, "a")), Peer.frame(0, message(0, "b"))),
            Peer.frame(0, message(5, "c"))));

    peer.expectOutcome(0, 0xFFFF_FFFFL, 0, ACCEPTED);
    peer.expectOutcome(0, 5, 5, ACCEPTED);
    peer.expectNothing();
  }

  /** §2.7.5 settled. */
  @Test
  void aSettledMessageIsNotAnswered() {
    attach();

    peer.send(0, message(0, "m").settled());

    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("m");
  }

  /** §2.7.5: on a link of settled messages, each is settled though it does not say so. */
  @Test
  void onALinkOfSettledMessagesNoneIsAnswered() {
    attach(SndSettleMode.SETTLED, RcvSettleMode.FIRST);

    peer.send(0, message(0, "m"));

    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("m");
  }

  // ---- rcv-settle-mode second ----

  /**
   * §2.8.3: "The receiver will only settle after sending the disposition and receiving settled".
   */
  @Test
  void theBrokerSettlesSecondWhenItIsAskedTo() {
    attach(SndSettleMode.UNSETTLED, RcvSettleMode.SECOND);
    peer.send(0, message(7, "m"));
    Disposition outcome = peer.expect(0, Disposition.class);
    assertThat(outcome.stateCode()).isEqualTo(ACCEPTED);
    assertThat(outcome.isSettled()).isFalse();

    peer.send(0, Disposition.sender(7, null).state(ACCEPTED));
    peer.expectNothing();
    peer.send(0, Disposition.sender(7, null).settled().state(ACCEPTED));

    Disposition settled = peer.expect(0, Disposition.class);
    assertThat(settled.isByReceiver()).isTrue();
    assertThat(settled.isSettled()).isTrue();
    assertThat(settled.first()).isEqualTo(7);
  }

  @Test
  void aClientThatSettlesWhatIsSettledIsNotAnswered() {
    attach();
    peer.send(0, message(0, "m"));
    peer.expectOutcome(0, 0, 0, ACCEPTED);

    peer.send(0, Disposition.sender(0, null).settled());
    peer.send(0, Disposition.sender(77, 99L).settled());

    peer.expectNothing();
  }

  // ---- messages of several transfers ----

  /** §2.6.14, §2.7.5: what follows needs neither id nor tag. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageMayComeInSeveralTransfers(boolean withIds) {
    attach();
    byte[] message = Messages.data("a message of three parts");
    byte[] begin = Arrays.copyOf(message, 5);
    byte[] middle = Arrays.copyOfRange(message, 5, 6);
    byte[] rest = Arrays.copyOfRange(message, 6, message.length);

    peer.send(0, Transfer.of(0, 3, begin).more());
    peer.expectNothing();
    if (withIds) {
      peer.send(0, Transfer.of(0, 3, middle).more()).send(0, Transfer.of(0, 3, rest));
    } else {
      peer.send(0, Transfer.further(0, middle).more()).send(0, Transfer.further(0, rest));
    }

    peer.expectOutcome(0, 3, 3, ACCEPTED);
    assertThat(broker.take("q")).isEqualTo("a message of three parts");
  }

  /** §2.6.14: "transfers of one link MUST be contiguous", those of others may be between. */
  @Test
  void messagesOfSeveralLinksMayBeInterleaved() {
    peer.attachSender(0, 0, "/queues/q");
    peer.attachSender(0, 1, "/queues/q");
    byte[] one = Messages.data("one");
    byte[] other = Messages.data("other");

    peer.send(0, Transfer.of(0, 0, Arrays.copyOf(one, 3)).more());
    peer.send(0, Transfer.of(1, 1, Arrays.copyOf(other, 4)).more());
    peer.send(0, Transfer.further(0, Arrays.copyOfRange(one, 3, one.length)));
    peer.send(0, Transfer.further(1, Arrays.copyOfRange(other, 4, other.length)));

    assertThat(broker.take("q")).isEqualTo("one");
    assertThat(broker.take("q")).isEqualTo("other");
  }

  /** §2.7.5 delivery-id: "an error if the delivery-id on a continuation differs". */
  @Test
  void anotherDeliveryIdWithinADeliveryEndsTheSession() {
    attach();
    peer.send(0, Transfer.of(0, 3, new byte[1]).more());

    peer.send(0, Transfer.of(0, 4, new byte[1]));

    peer.expectEnd(0, "amqp:invalid-field");
  }

  /** §2.7.5 delivery-id: "MUST be supplied on the first transfer". */
  @Test
  void aTransferWithoutDeliveryIdEndsTheSession() {
    attach();

    peer.send(0, Transfer.further(0, Messages.data("m")));

    peer.expectEnd(0, "amqp:invalid-field");
  }

  /** §2.7.5 settled: true on any transfer of a delivery is true of all. */
  @Test
  void aDeliveryMayBeSettledByItsLastTransfer() {
    attach();
    byte[] message = Messages.data("m");

    peer.send(0, Transfer.of(0, 0, Arrays.copyOf(message, 2)).more());
    peer.send(0, Transfer.further(0, Arrays.copyOfRange(message, 2, message.length)).settled());

    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("m");
  }

  @Test
  void aDeliveryThatItsFirstTransferSettlesStaysSettled() {
    attach();
    byte[] message = Messages.data("m");

    peer.send(0, Transfer.of(0, 0, Arrays.copyOf(message, 2)).settled().more());
    peer.send(0, Transfer.further(0, Arrays.copyOfRange(message, 2, message.length)));

    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("m");
  }

  /** §2.7.5 aborted: the message is discarded, and settled by that. */
  @Test
  void anAbortedMessageIsDiscarded() {
    attach();
    peer.send(0, Transfer.of(0, 0, Messages.data("gone")).more());

    peer.send(0, Transfer.further(0, Messages.data("too")).aborted());
    peer.send(0, message(1, "next"));

    peer.expectOutcome(0, 1, 1, ACCEPTED);
    assertThat(broker.take("q")).isEqualTo("next");
    assertThat(broker.take("q")).isNull();
  }

  /** It has used up credit all the same. */
  @Test
  void anAbortedMessageCounts() {
    attach();
    peer.send(0, Transfer.of(0, 0, new byte[0]).aborted());

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(0).echo());

    assertThat(peer.expect(0, Flow.class).deliveryCount()).isEqualTo(1);
  }

  @Test
  void aMessageThatWasNotWholeGoesWithItsLink() {
    attach();
    peer.send(0, Transfer.of(0, 0, Messages.data("half")).more());

    peer.send(0, new Detach(0, true, null));

    peer.expect(0, Detach.class);
    attach();
    peer.send(0, message(1, "whole"));
    peer.expectOutcome(0, 1, 1, ACCEPTED);
    assertThat(broker.ready("q")).isEqualTo(1);
  }

  /** §2.7.3 max-message-size; §2.8.18 message-size-exceeded. */
  @Test
  void aMessageLargerThanTheBrokerTakesDetachesItsLink() {
    attach();

    peer.send(0, Transfer.of(0, 0, Messages.ofSize(100_001)));

    peer.expectDetach(0, 0, "amqp:link:message-size-exceeded");
  }

  @Test
  void aMessageThatBecomesTooLargeDetachesItsLink() {
    attach();
    peer.send(0, Transfer.of(0, 0, Messages.ofSize(60_000)).more());

    peer.send(0, Transfer.further(0, new byte[40_001]).more());

    peer.expectDetach(0, 0, "amqp:link:message-size-exceeded");
    peer.send(0, Transfer.further(0, new byte[10]));
    peer.expectNothing();
    assertThat(broker.ready("q")).isZero();
  }

  @Test
  void theLargestMessageIsTaken() {
    attach();

    peer.send(0, Transfer.of(0, 0, Messages.ofSize(100_000)));

    peer.expectOutcome(0, 0, 0, ACCEPTED);
  }

  @Test
  void manyUnfinishedMessagesTogetherHaveALimit() {
    PeerBroker large = PeerBroker.with().messageMax(64 << 20).frameMax(80 << 20).start();
    large.declare("q");
    Peer client = large.open();
    client.begin(0);
    for (int handle = 0; handle < 4; handle++) {
      client.attachSender(0, handle, "/queues/q");
    }
    byte[] part = new byte[50 << 20];
    client.send(0, Transfer.of(0, 0, part).more());
    client.send(0, Transfer.of(1, 1, part).more());
    client.expectNothing();

    client.send(0, Transfer.of(2, 2, part).more());

    client.expectClose("amqp:resource-limit-exceeded");
  }

  // ---- what a transfer may say and is not there ----

  /** §2.7.5 message-format: 0 is AMQP's own, others are not known here. */
  @Test
  void aMessageOfAnotherFormatDetachesTheLink() {
    attach();
    Transfer transfer = message(0, "m");
    transfer.set(3, Unsigned.uint(1));

    peer.send(0, transfer);

    peer.expectDetach(0, 0, "amqp:not-implemented");
  }

  @Test
  void aResumedDeliveryDetachesTheLink() {
    attach();
    Transfer transfer = message(0, "m");
    transfer.set(8, true);

    peer.send(0, transfer);

    peer.expectDetach(0, 0, "amqp:not-implemented");
  }

  @Test
  void whatIsNoMessageEndsTheSession() {
    attach();

    peer.send(0, Transfer.of(0, 0, new byte[] {1, 2, 3}));

    peer.expectEnd(0, "amqp:decode-error");
  }

  @Test
  void aTransferOnALinkOnWhichTheClientReceivesEndsTheSession() {
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, message(0, "m"));

    peer.expectEnd(0, "amqp:not-allowed");
  }

  @Test
  void aStateThatIsNoneEndsTheConnection() {
    attach();
    Transfer transfer = message(0, "m");
    transfer.set(7, new Symbol("accepted"));

    peer.send(0, transfer);

    peer.expectClose("amqp:decode-error");
  }

  @Test
  void aTransactionThatIsNotThereDetachesTheLink() {
    attach();

    peer.send(
        0, message(0, "m").state(Described.of(0x34, List.of(new Binary(new byte[] {1, 2, 3})))));

    peer.expectDetach(0, 0, "amqp:transaction:unknown-id");
  }

  // ---- the anonymous terminus ----

  /** Anonymous Terminus 1.0 §2.2. */
  @Test
  void eachMessageOfTheAnonymousTerminusGoesToItsOwnAddress() {
    peer.attachSender(0, Peer.sender("s", 0, Peer.target(null)));

    peer.send(0, Transfer.of(0, 0, Messages.to("/queues/q", "m")));
    peer.expectOutcome(0, 0, 0, ACCEPTED);
    assertThat(broker.take("q")).isEqualTo("m");

    peer.send(0, Transfer.of(0, 1, Messages.to("/queues/gone", "m")));
    peer.expectOutcome(0, 1, 1, RELEASED);

    for (String address : Arrays.asList(null, "/nowhere", "/exchanges/gone/k")) {
      peer.send(0, Transfer.of(0, 2, Messages.to(address, "m")));
      Disposition rejected = peer.expect(0, Disposition.class);
      assertThat(rejected.stateCode()).as(address).isEqualTo(REJECTED);
      assertThat(rejected.stateField(0)).as(address).isNotNull();
    }
  }

  /** Nobody would hear of it otherwise. */
  @Test
  void aSettledMessageToNowhereDetachesTheLink() {
    peer.attachSender(0, Peer.sender("s", 0, Peer.target(null)));

    peer.send(0, Transfer.of(0, 0, Messages.to("/nowhere", "m")).settled());

    peer.expectDetach(0, 0, "amqp:precondition-failed");
  }
}
