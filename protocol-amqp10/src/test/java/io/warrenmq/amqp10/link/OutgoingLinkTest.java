package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links on which the client receives. AMQP 1.0 §2.6.7, §2.6.12, §3.4. */
class OutgoingLinkTest {
  private static final long ACCEPTED = 0x24;
  private static final long REJECTED = 0x25;
  private static final long RELEASED = 0x26;
  private static final long MODIFIED = 0x27;

  private final PeerBroker broker = PeerBroker.start();
  private Peer peer;

  @BeforeEach
  void begin() {
    broker.declare("dead");
    broker.declare(
        "q",
        Arguments.of(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead")));
    peer = broker.open();
    peer.begin(0);
  }

  private void receive(long credit) {
    peer.attachReceiver(0, 0, "/queues/q");
    peer.send(0, Flow.credit(0, credit));
  }

  /** Receives messages, which then have the ids 0, 1 and so on. */
  private void received(String... bodies) {
    broker.publish("q", bodies);
    receive(100);
    for (int i = 0; i < bodies.length; i++) {
      assertThat(peer.expectMessage(0, i)).isEqualTo(bodies[i]);
    }
    peer.expectNothing();
  }

  // ---- attach ----

  @ParameterizedTest
  @EnumSource(SndSettleMode.class)
  void saysHowItSettles(SndSettleMode mode) {
    Attach answer =
        peer.attachReceiver(0, Peer.receiver("r", 0, Peer.source("/queues/q"), mode, 0));

    assertThat(answer.sndSettleMode())
        .isEqualTo(mode == SndSettleMode.SETTLED ? mode : SndSettleMode.UNSETTLED);
    assertThat(answer.initialDeliveryCount()).isZero();
    assertThat(answer.source().outcomes())
        .extracting(Object::toString)
        .containsExactly(
            "amqp:accepted:list", "amqp:rejected:list", "amqp:released:list", "amqp:modified:list");
    assertThat(answer.source().defaultOutcome()).isNotNull();
  }

  /** §3.5.8: what is not understood is not among what is there. */
  @Test
  void saysWhichFiltersAreThere() {
    Described selector =
        new Described(new Symbol("apache.org:selector-filter:string"), "colour = 'red'");
    Described unknown = new Described(new Symbol("example:no-such-filter"), "x");

    Attach answer =
        peer.attachReceiver(
            0,
            Peer.receiver(
                "r", 0, Peer.source("/queues/q", Map.of("ours", selector, "theirs", unknown))));

    assertThat(answer.source().filters()).containsOnlyKeys("ours");
  }

  private static Source dynamic(Map<String, @Nullable Object> filters) {
    return new Source(
        null,
        Durability.NONE,
        "session-end",
        0,
        true,
        Map.of(),
        null,
        filters,
        null,
        List.of(),
        List.of(new Symbol("temporary-queue")));
  }

  @Test
  void aDynamicSourceThatIsRefusedLeavesNoQueue() {
    Map<String, @Nullable Object> malformed = SourceFilters.selector("a =");

    peer.send(0, Peer.receiver("r", 0, dynamic(malformed)));

    assertThat(peer.expect(0, Attach.class).source()).isNull();
    assertThat(peer.expect(0, Detach.class).error().condition()).isEqualTo("amqp:invalid-field");
    assertThat(broker.queues()).hasSize(2);
  }

  @Test
  void aDynamicSourceIsAQueueThatGoesWithItsLink() {
    Attach answer = peer.attachReceiver(0, Peer.receiver("r", 0, dynamic(Map.of())));

    assertThat(answer.source().dynamic()).isTrue();
    assertThat(answer.source().address()).startsWith("/queues/");
    assertThat(broker.queues()).hasSize(3);
    peer.send(0, new Detach(0, true, null));
    peer.expect(0, Detach.class);
    assertThat(broker.queues()).hasSize(2);
  }

  // ---- credit ----

  @Test
  void withoutCreditNothingComes() {
    broker.publish("q", "m");
    peer.attachReceiver(0, 0, "/queues/q");

    peer.expectNothing();
    peer.send(0, Flow.of().handle(0));
    peer.expectNothing();
  }

  /** §2.6.7: link-credit counts from delivery-count. */
  @Test
  void noMoreComesThanThereIsCredit() {
    broker.publish("q", "a", "b", "c", "d");
    receive(2);
    assertThat(peer.expectMessage(0, 0)).isEqualTo("a");
    assertThat(peer.expectMessage(0, 1)).isEqualTo("b");
    peer.expectNothing();

    peer.send(0, Flow.credit(0, 2).window(2, 100)); // counted from the beginning: nothing more
    peer.expectNothing();
    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(2));

    assertThat(peer.expectMessage(0, 2)).isEqualTo("c");
    peer.expectNothing();
  }

  /** §2.6.7: delivery-count is null as long as the client has not seen the attach. */
  @Test
  void creditWithoutDeliveryCountCountsFromTheBeginning() {
    broker.publish("q", "a", "b", "c");
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Flow.of().handle(0).credit(1));
    peer.expectMessage(0, 0);
    peer.send(0, Flow.of().handle(0).credit(2));
    peer.expectMessage(0, 1);

    peer.expectNothing();
  }

  @Test
  void creditMayBeTakenBack() {
    broker.publish("q", "a");
    receive(10);
    peer.expectMessage(0, 0);

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(0));
    broker.publish("q", "b");

    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("b");
  }

  /** §2.6.10: what the queue has handed out by then goes back to it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsOnItsWayWhenCreditIsTakenBackIsPutBack(long seed) {
    PeerBroker other = PeerBroker.with().seed(seed).start();
    other.declare("q");
    for (int loop = 0; loop < 2; loop++) {
      Peer client = other.connect(loop);
      client.login().open();
      client.begin(0);
      client.attachReceiver(0, 0, "/queues/q");
      client.send(0, Flow.credit(0, 10));

      client.sendLater(0, Flow.credit(0, 0).echo());
      other.publishLater("q", "m");
      other.loops.runUntilIdle();

      List<Object> came = client.hearAll();
      assertThat(came).last().as("the answer to the flow").isInstanceOf(Flow.class);
      assertThat(other.unsettledCount()).isEqualTo(came.size() - 1);
      client.cut();
      assertThat(other.take("q")).startsWith("m");
    }
  }

  @Test
  void theBrokerSaysThatMessagesAreTaken() {
    Attach answer = peer.attachReceiver(0, 0, "/queues/q");

    assertThat(Objects.requireNonNull(answer.source()).distributionMode()).isEqualTo("move");
  }

  @Test
  void anEchoIsAnsweredWithWhatIsLeft() {
    broker.publish("q", "a");
    receive(10);
    peer.expectMessage(0, 0);

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(9).echo());

    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.handle()).isZero();
    assertThat(flow.deliveryCount()).isEqualTo(1);
    assertThat(flow.credit()).isEqualTo(9);
    assertThat(flow.isDrain()).isFalse();
    peer.expectNothing();
  }

  /** §2.6.7 available: what waits for credit. */
  @Test
  void anEchoTellsHowManyMessagesWaitForCredit() {
    broker.publish("q", "a", "b", "c");
    receive(1);
    peer.expectMessage(0, 0);

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(0).echo());
    assertThat(peer.expect(0, Flow.class).available()).isEqualTo(2);

    peer.send(0, Flow.of().handle(0).deliveryCount(1).credit(9).drain());
    peer.expectMessage(0, 1);
    peer.expectMessage(0, 2);
    assertThat(peer.expect(0, Flow.class).available()).isZero();
  }

  /** §2.6.7 drain: all credit is used up at once, and the count says so. */
  @Test
  void drainUsesUpAllCreditAtOnce() {
    broker.publish("q", "a", "b");
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Flow.credit(0, 1_000).drain());

    peer.expectMessage(0, 0);
    peer.expectMessage(0, 1);
    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.isDrain()).isTrue();
    assertThat(flow.deliveryCount()).isEqualTo(1_000);
    assertThat(flow.credit()).isZero();
    broker.publish("q", "c");
    peer.expectNothing();
    peer.send(0, Flow.of().handle(0).deliveryCount(1_000).credit(1));
    peer.expectMessage(0, 2);
  }

  @Test
  void drainOfWhatIsThereIsAnsweredWhenItIsSent() {
    broker.publish("q", "a", "b");
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Flow.credit(0, 2).drain());

    peer.expectMessage(0, 0);
    peer.expectMessage(0, 1);
    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.deliveryCount()).isEqualTo(2);
    assertThat(flow.credit()).isZero();
  }

  @Test
  void drainWithoutCreditIsAnswered() {
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Flow.credit(0, 0).drain().echo());

    Flow flow = peer.expect(0, Flow.class);
    assertThat(flow.isDrain()).isTrue();
    assertThat(flow.credit()).isZero();
    peer.expectNothing();
  }

  /** The session's window holds what drain wants. */
  @Test
  void drainIsAnsweredOnlyWhenTheWindowHasLetAllThrough() {
    broker.publish("q", "a", "b");
    peer.attachReceiver(0, 0, "/queues/q");

    peer.send(0, Flow.credit(0, 10).window(0, 1).drain());
    peer.expectMessage(0, 0);
    peer.expectNothing();
    peer.send(0, Flow.of().window(1, 10));

    peer.expectMessage(0, 1);
    assertThat(peer.expect(0, Flow.class).deliveryCount()).isEqualTo(10);
  }

  // ---- dispositions ----

  /** §2.7.6, §3.4: what the client says, and what becomes of it. */
  @ParameterizedTest
  @CsvSource({
    "24, false, ,     , none, none",
    "25, false, ,     , none, m",
    "26, false, ,     , m!,   none",
    "27, true,  false, , m!,  none",
    "27, false, false, , m!,  none",
    "27, true,  true, , none, m",
  })
  void anOutcomeDecidesWhatBecomesOfAMessage(
      String code, boolean failed, Boolean undeliverable, String none, String left, String dead) {
    received("m");
    long state = Long.parseLong(code, 16);
    Disposition disposition = Disposition.receiver(0, null).settled();

    if (state == MODIFIED) {
      peer.send(0, disposition.state(state, failed, undeliverable));
    } else {
      peer.send(0, disposition.state(state));
    }

    peer.send(0, new Detach(0, true, null));
    assertThat(String.valueOf(broker.take("q")).replace("null", "none")).isEqualTo(left.strip());
    assertThat(String.valueOf(broker.take("dead")).replace("null", "none")).isEqualTo(dead.strip());
  }

  /** §2.6.12: what the client has not settled is settled by the broker, with the same state. */
  @Test
  void aDispositionThatDoesNotSettleIsAnsweredByOneThatDoes() {
    received("a", "b", "c");

    peer.send(0, Disposition.receiver(0, 1L).state(ACCEPTED));

    Disposition answer = peer.expect(0, Disposition.class);
    assertThat(answer.isByReceiver()).isFalse();
    assertThat(List.of(answer.first(), answer.last())).containsExactly(0L, 1L);
    assertThat(answer.isSettled()).isTrue();
    assertThat(answer.stateCode()).isEqualTo(ACCEPTED);
    peer.send(0, Disposition.receiver(0, 1L).settled().state(ACCEPTED));
    peer.expectNothing();
    peer.cut();
    assertThat(broker.take("q")).isEqualTo("c!");
  }

  @Test
  void settledDispositionsAreNotAnswered() {
    received("a");

    peer.send(0, Disposition.receiver(0, null).settled().state(ACCEPTED));

    peer.expectNothing();
    assertThat(broker.ready("q")).isZero();
  }

  /** §2.7.6: first and last are both of the range. */
  @Test
  void aRangeIsSettledFromFirstToLast() {
    received("a", "b", "c", "d");

    peer.send(0, Disposition.receiver(1, 2L).settled().state(ACCEPTED));

    peer.cut();
    assertThat(broker.take("q")).isEqualTo("a!");
    assertThat(broker.take("q")).isEqualTo("d!");
    assertThat(broker.take("q")).isNull();
  }

  /** Deliveries that are not there, or are settled, are passed over. */
  @Test
  void whatARangeHasTooMuchIsPassedOver() {
    received("a", "b");
    peer.send(0, Disposition.receiver(0, null).settled().state(ACCEPTED));

    peer.send(0, Disposition.receiver(0, null).settled().state(RELEASED));
    peer.send(0, Disposition.receiver(70, 90L).settled().state(ACCEPTED));
    peer.send(0, Disposition.receiver(0xFFFF_FF00L, 0L).settled().state(ACCEPTED));
    peer.expectNothing();
    peer.send(0, Disposition.receiver(0, 1_000L).settled().state(ACCEPTED));

    peer.cut();
    assertThat(broker.take("q")).isNull();
  }

  /** A range that ends before it begins would be nearly all there are. */
  @Test
  void aRangeThatEndsBeforeItBeginsEndsTheSession() {
    received("a", "b", "c", "d");

    peer.send(0, Disposition.receiver(3, 1L).settled().state(ACCEPTED));

    peer.expectEnd(0, "amqp:invalid-field");
    assertThat(broker.ready("q")).isEqualTo(4);
  }

  /** §3.4.1: what was received in part is no outcome. */
  @Test
  void receivedIsNoOutcome() {
    received("a");

    peer.send(0, Disposition.receiver(0, null).state(0x23, Unsigned.uint(0), Unsigned.ulong(0)));

    peer.expectNothing();
    peer.cut();
    assertThat(broker.take("q")).isEqualTo("a!");
  }

  /** §3.5.3 default-outcome: of what is settled without one. */
  @Test
  void whatIsSettledWithoutStateHasTheDefaultOutcome() {
    received("a");

    peer.send(0, Disposition.receiver(0, null).settled());

    assertThat(peer.expectMessage(0, 1)).isEqualTo("a"); // released, and sent again
  }

  @Test
  void theClientsDefaultOutcomeCounts() {
    broker.publish("q", "a");
    Source usual = Peer.source("/queues/q");
    Source accepting =
        new Source(
            usual.address(),
            usual.durability(),
            usual.expiryPolicy(),
            0,
            false,
            Map.of(),
            null,
            Map.of(),
            DeliveryState.Accepted.INSTANCE,
            List.of(),
            List.of());
    peer.attachReceiver(0, Peer.receiver("r", 0, accepting));
    peer.send(0, Flow.credit(0, 10));
    peer.expectMessage(0, 0);

    peer.send(0, Disposition.receiver(0, null).settled());

    peer.expectNothing();
    peer.cut();
    assertThat(broker.take("q")).isNull();
  }

  /** Of the client's own deliveries, which are none here. */
  @Test
  void aDispositionAsSenderSettlesNothingOfTheBrokers() {
    received("a");

    peer.send(0, Disposition.sender(0, null).settled().state(ACCEPTED));

    peer.expectNothing();
    peer.cut();
    assertThat(broker.take("q")).isEqualTo("a!");
  }

  @Test
  void aStateThatIsNoneEndsTheConnection() {
    received("a");
    Disposition disposition = Disposition.receiver(0, null).settled();

    peer.send(0, disposition.state(0x99));

    peer.expectClose("amqp:decode-error");
    assertThat(broker.take("q")).isEqualTo("a!");
  }

  /** A rejected message's error may be long; it is not sent back to a client of small frames. */
  @Test
  void whatTheClientSaidAtLengthIsNotQuotedAtLength() {
    Peer small = broker.connect().login();
    small.open(Peer.open(512, 10, 0));
    small.begin(0);
    small.attachReceiver(0, 0, "/queues/q");
    broker.publish("q", "a");
    small.send(0, Flow.credit(0, 1));
    small.expectMessage(0, 0);

    small.send(
        0,
        Disposition.receiver(0, null)
            .state(REJECTED, Described.of(0x1d, List.of(new Symbol("x:bad"), "y".repeat(2_000)))));

    Disposition answer = small.expect(0, Disposition.class);
    assertThat(answer.stateCode()).isEqualTo(REJECTED);
    assertThat(broker.take("dead")).isEqualTo("a");
  }

  // ---- settled ----

  /** §2.8.2: on such a link a message is settled by being sent. */
  @Test
  void onALinkOfSettledMessagesNoneIsLeft() {
    broker.publish("q", "a");
    peer.attachReceiver(
        0, Peer.receiver("r", 0, Peer.source("/queues/q"), SndSettleMode.SETTLED, 0));

    peer.send(0, Flow.credit(0, 10));

    Transfer transfer = peer.expect(0, Transfer.class);
    assertThat(transfer.isSettled()).isTrue();
    peer.cut();
    assertThat(broker.take("q")).isNull();
  }

  /** §2.7.3 max-message-size of the client. */
  @Test
  void aMessageLargerThanTheClientTakesDetachesItsLinkAndStays() {
    broker.publish("q", "0123456789".repeat(100));
    peer.attachReceiver(
        0, Peer.receiver("r", 0, Peer.source("/queues/q"), SndSettleMode.UNSETTLED, 500));

    peer.send(0, Flow.credit(0, 10));

    peer.expectDetach(0, 0, "amqp:link:message-size-exceeded");
    assertThat(broker.ready("q")).isEqualTo(1);
  }

  /** §3.5.7. */
  @Test
  void whoBrowsesLeavesAllThere() {
    broker.publish("q", "a", "b");
    Source browsing =
        new Source(
            "/queues/q",
            Durability.NONE,
            "session-end",
            0,
            false,
            Map.of(),
            "copy",
            Map.of(),
            null,
            List.of(),
            List.of());
    Attach answer = peer.attachReceiver(0, Peer.receiver("r", 0, browsing));
    assertThat(Objects.requireNonNull(answer.source()).distributionMode()).isEqualTo("copy");

    peer.send(0, Flow.credit(0, 10).drain());

    peer.expectMessage(0, 0);
    peer.expectMessage(0, 1);
    assertThat(peer.expect(0, Flow.class).isDrain()).isTrue();
    assertThat(broker.ready("q")).isEqualTo(2);
  }

  /** §2.6.12: ids are the session's; a handle tells whose a delivery is. */
  @Test
  void deliveryIdsAreTheSessions() {
    receive(10);
    peer.attachReceiver(0, 1, "/queues/dead");
    peer.send(0, Flow.credit(1, 10));

    broker.publish("q", "a");
    Transfer first = peer.expect(0, Transfer.class);
    broker.publish("dead", "b");
    Transfer second = peer.expect(0, Transfer.class);

    assertThat(List.of(first.handle(), first.deliveryId())).containsExactly(0L, 0L);
    assertThat(List.of(second.handle(), second.deliveryId())).containsExactly(1L, 1L);
  }
}
