package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ends a message before a consumer takes it: its time, the queue's length, too many attempts.
 */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class QueueLimitsTest {
  private final QueueWorld world;
  private final TestSession session;

  QueueLimitsTest(int loops) {
    world = new QueueWorld(loops, 5);
    session = world.session(loops - 1);
  }

  private static Options dying() {
    return Options.classic().deadLetters("dlx", null);
  }

  private static Message[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMessages.sized(10)).toArray(Message[]::new);
  }

  private List<Message> deadMessages() {
    return world.dead.stream().map(QueueWorld.Dead::message).toList();
  }

  // ---- time to live ----

  @Test
  void expiresAMessageWhenTheQueuesTimeHasPassed() {
    Queue queue = world.queue(dying().messageTtl(100).build());
    session.publish(queue, messages(2));

    world.loops.advance(99);
    assertThat(world.ready(queue)).isEqualTo(2);

    world.loops.advance(1);
    assertThat(world.reasons()).containsExactly(DeathReason.EXPIRED, DeathReason.EXPIRED);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void takesTheShorterOfTheMessagesAndTheQueuesTime() {
    Queue queue = world.queue(dying().messageTtl(100).build());
    Message early = TestMessages.expiring(50);
    Message late = TestMessages.expiring(500);
    session.publish(queue, early, late);

    world.loops.advance(50);
    assertThat(deadMessages()).containsExactly(early);

    world.loops.advance(50);
    assertThat(deadMessages()).containsExactly(early, late);
  }

  @Test
  void expiresAtTheHeadOnly() {
    Queue queue = world.queue(dying().build());
    Message late = TestMessages.expiring(100);
    Message early = TestMessages.expiring(10);
    session.publish(queue, late, early);

    world.loops.advance(50);
    assertThat(world.dead).isEmpty();

    world.loops.advance(50);
    assertThat(deadMessages()).containsExactly(late, early);
  }

  @Test
  void expiresAtTheHeadOfEachPriority() {
    Queue queue = world.queue(dying().priorities(5, 0).build());
    session.publish(queue, TestMessages.urgent(3), TestMessages.expiring(10));

    world.loops.advance(10);

    assertThat(world.dead).hasSize(1);
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void neverDeliversWhatHasExpired() {
    Queue queue = world.queue(dying().messageTtl(100).build());
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, messages(2));
    world.loops.advance(100);

    session.settleAll(consumer, COMPLETE);

    assertThat(consumer.deliveries).hasSize(1);
    assertThat(world.dead).hasSize(1);
  }

  @Test
  void keepsTheDeadlineOfAMessageThatComesBack() {
    Queue queue = world.queue(dying().messageTtl(100).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));
    world.loops.advance(60);
    session.cancel(consumer);
    session.settle(consumer.deliveries.get(0), REQUEUE);
    assertThat(world.ready(queue)).isEqualTo(1);

    world.loops.advance(40);

    assertThat(world.reasons()).containsExactly(DeathReason.EXPIRED);
  }

  @Test
  void dropsAMessageThatComesBackAfterItsDeadline() {
    Queue queue = world.queue(dying().messageTtl(100).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));
    world.loops.advance(200);

    session.settle(consumer.deliveries.get(0), REQUEUE);

    assertThat(consumer.deliveries).hasSize(1);
    assertThat(world.reasons()).containsExactly(DeathReason.EXPIRED);
  }

  @Test
  void deliversATtlOfZeroToAConsumerThatWaits() {
    Queue queue = world.queue(dying().messageTtl(0).build());
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(3));

    assertThat(consumer.deliveries).hasSize(3);
    assertThat(world.dead).isEmpty();
  }

  @Test
  void expiresATtlOfZeroWhenNobodyTakesItNow() {
    Queue queue = world.queue(dying().build());
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    session.publish(
        queue, TestMessages.expiring(0), TestMessages.expiring(0), TestMessages.expiring(0));

    assertThat(consumer.deliveries).hasSize(1);
    assertThat(world.dead).hasSize(2);
  }

  @Test
  void deliversATtlOfZeroHoweverManyComeAtOnce() {
    Queue queue = world.queue(dying().messageTtl(0).build());
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(5000));

    assertThat(consumer.deliveries).hasSize(5000);
  }

  @Test
  void keepsOneTimerHoweverManyMessagesWait() {
    Queue queue = world.queue(Options.classic().messageTtl(1000).build());

    for (int i = 0; i < 50; i++) {
      session.publish(queue, messages(3));
      world.loops.advance(1);
    }

    assertThat(world.loops.pendingTimers()).isEqualTo(1);
  }

  // ---- filter ----

  @Test
  void takesWhatItsFilterWantsAndAcceptsTheRest() {
    Queue queue =
        world.queue(
            dying().filter(Numbered.even()).maxLength(2).overflow(Overflow.REJECT_PUBLISH).build());

    session.publish(queue, Numbered.messages(0, 4));

    assertThat(session.confirms).hasSize(4).doesNotContainValue(false);
    assertThat(Numbered.of(session.consume(queue, TestSession.AUTO).deliveries))
        .containsExactly(0, 2);
    assertThat(world.dead).isEmpty();
    assertThat(world.heldBytes()).isZero();
  }

  // ---- length ----

  @Test
  void dropsTheOldestBeyondTheLength() {
    Queue queue = world.queue(dying().maxLength(3).build());
    Message[] published = messages(5);

    session.publish(queue, published);

    assertThat(deadMessages()).containsExactly(published[0], published[1]);
    assertThat(world.reasons()).containsOnly(DeathReason.MAXLEN);
    assertThat(session.confirms).hasSize(5).doesNotContainValue(false);
    assertThat(world.ready(queue)).isEqualTo(3);
  }

  @Test
  void dropsTheOldestBeyondTheBytes() {
    Queue queue = world.queue(dying().maxLengthBytes(100).build());
    Message small = TestMessages.sized(40);
    Message big = TestMessages.sized(80);

    session.publish(queue, small, big);

    assertThat(deadMessages()).containsExactly(small);
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void dropsWhatIsLargerThanTheWholeQueueMayBe() {
    Queue queue = world.queue(dying().maxLengthBytes(100).build());

    session.publish(queue, TestMessages.sized(101));

    assertThat(world.reasons()).containsExactly(DeathReason.MAXLEN);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void dropsNothingThatAConsumerTakesNow() {
    Queue queue = world.queue(dying().maxLength(1).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    session.publish(queue, messages(5));

    assertThat(consumer.deliveries).hasSize(5);
    assertThat(world.dead).isEmpty();
  }

  @Test
  void tellsItsOnlyConsumerHowManyWereDropped() {
    Queue queue = world.queue(Options.classic().maxLength(2).build());
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    session.publish(queue, messages(5)); // one of them is handed out
    session.publish(queue, messages(1));

    assertThat(consumer.dropped.stream().mapToInt(each -> each).sum()).isEqualTo(3);
  }

  @Test
  void tellsNobodyOfDropsThatWereNobodysAlone() {
    Queue queue = world.queue(Options.classic().maxLength(2).build());
    TestConsumer one = session.consume(queue, TestSession.spec(false, 1));
    TestConsumer other = session.consume(queue, TestSession.spec(false, 1));

    session.publish(queue, messages(5));

    assertThat(world.ready(queue)).isEqualTo(2);
    assertThat(one.dropped).isEmpty();
    assertThat(other.dropped).isEmpty();
  }

  @Test
  void aLengthOfZeroServesConsumersThatWaitAndNobodyElse() {
    Queue queue = world.queue(dying().maxLength(0).build());
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 2));

    session.publish(queue, messages(3));

    assertThat(consumer.deliveries).hasSize(2);
    assertThat(world.reasons()).containsExactly(DeathReason.MAXLEN);
  }

  @Test
  void dropsTheOldestWhenMessagesComeBackToAFullQueue() {
    Queue queue = world.queue(dying().maxLength(2).build());
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 2));
    Message[] published = messages(4);
    session.publish(queue, published);
    session.cancel(consumer);

    session.settleAll(consumer, REQUEUE);

    assertThat(deadMessages()).containsExactly(published[0], published[1]);
    assertThat(world.ready(queue)).isEqualTo(2);
  }

  @Test
  void refusesAPublishBeyondTheLength() {
    Queue queue = world.queue(dying().maxLength(2).overflow(Overflow.REJECT_PUBLISH).build());

    session.publish(queue, messages(3));

    assertThat(session.confirms.values()).containsExactly(true, true, false);
    assertThat(world.dead).isEmpty();
    assertThat(world.ready(queue)).isEqualTo(2);
  }

  @Test
  void refusesAPublishBeyondTheBytes() {
    Queue queue = world.queue(dying().maxLengthBytes(15).overflow(Overflow.REJECT_PUBLISH).build());

    session.publish(queue, messages(2));

    assertThat(session.confirms.values()).containsExactly(true, false);
  }

  @Test
  void deadLettersTheRefusedWhenTold() {
    Queue queue = world.queue(dying().maxLength(1).overflow(Overflow.REJECT_PUBLISH_DLX).build());
    Message[] published = messages(2);

    session.publish(queue, published);

    assertThat(session.confirms.values()).containsExactly(true, false);
    assertThat(deadMessages()).containsExactly(published[1]);
    assertThat(world.reasons()).containsExactly(DeathReason.MAXLEN);
  }

  @Test
  void refusesNothingWhileConsumersKeepUp() {
    Queue queue = world.queue(dying().maxLength(2).overflow(Overflow.REJECT_PUBLISH).build());
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(50));

    assertThat(session.confirms).hasSize(50).doesNotContainValue(false);
    assertThat(consumer.deliveries).hasSize(50);
  }

  // ---- rejection and attempts ----

  @Test
  void deadLettersWhatAConsumerDiscards() {
    Queue queue = world.queue(dying().build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));

    session.settleAll(consumer, DISCARD);

    assertThat(world.reasons()).containsExactly(DeathReason.REJECTED);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void dropsTheDeadWithoutADeadLetterExchange() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));

    session.settleAll(consumer, DISCARD);

    assertThat(world.dead).isEmpty();
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void deadLettersWhatWasReturnedMoreOftenThanTheLimit() {
    Queue queue = world.queue(dying().deliveryLimit(2).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(consumer.deliveries).hasSize(attempt + 1);
      Delivery latest = consumer.deliveries.get(attempt);
      assertThat(latest.deliveryCount()).isEqualTo(attempt);
      session.settle(latest, REQUEUE);
    }

    assertThat(consumer.deliveries).hasSize(3);
    assertThat(world.reasons()).containsExactly(DeathReason.DELIVERY_LIMIT);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void countsNoAttemptForWhatIsReleased() {
    Queue queue = world.queue(dying().deliveryLimit(0).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));

    for (int i = 0; i < 5; i++) {
      session.settle(consumer.deliveries.get(i), RELEASE);
    }

    assertThat(consumer.deliveries).hasSize(6);
    assertThat(consumer.deliveries.get(5).deliveryCount()).isZero();
    assertThat(world.dead).isEmpty();
  }
}
