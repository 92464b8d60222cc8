package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers with a filter, and who else is on their queue. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class FilteredConsumersTest {
  private static final int MANY = 1_000_000;

  private final QueueWorld world;
  private final TestSession session;
  private final TestSession other;

  FilteredConsumersTest(int loops) {
    world = new QueueWorld(loops, 17);
    session = world.session(loops - 1);
    other = world.session(loops / 2);
  }

  private static List<Integer> numbers(TestConsumer consumer) {
    return Numbered.of(consumer.deliveries);
  }

  // ---- what it gets ----

  @Test
  void getsWhatMatchesAndLeavesTheRestInItsPlace() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 10));

    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThat(numbers(even)).containsExactly(0, 2, 4, 6, 8);
    assertThat(world.ready(queue)).isEqualTo(5);
    session.cancel(even);
    assertThat(numbers(session.consume(queue, TestSession.AUTO))).containsExactly(1, 3, 5, 7, 9);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void getsWhatComesLater() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));

    other.publish(queue, Numbered.messages(0, 4));
    other.publish(queue, Numbered.messages(4, 8));

    assertThat(numbers(even)).containsExactly(0, 2, 4, 6);
    session.settleAll(even, COMPLETE);
    assertThat(world.ready(queue)).isEqualTo(4);
  }

  @Test
  void getsNoMoreThanItsPrefetchAndNoneTwice() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 20));
    TestConsumer even =
        session.consume(queue, TestSession.spec(false, 2).filtered(Numbered.even()));
    assertThat(numbers(even)).containsExactly(0, 2);

    session.settle(even.deliveries.get(1), COMPLETE);
    session.settle(even.deliveries.get(2), COMPLETE);

    assertThat(numbers(even)).containsExactly(0, 2, 4, 6);
    assertThat(world.ready(queue)).isEqualTo(16);
  }

  @Test
  void waitsForItsSessionsLimitWhereItStands() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.limit(1);
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));
    session.publish(queue, Numbered.messages(0, 6));
    assertThat(numbers(even)).containsExactly(0);

    session.settle(even.deliveries.get(0), COMPLETE);
    session.limit(0);

    assertThat(numbers(even)).containsExactly(0, 2, 4);
  }

  @Test
  void waitsForItsSocketWhereItStands() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.setWritable(false);
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    session.publish(queue, Numbered.messages(0, 6));
    assertThat(even.deliveries).isEmpty();

    session.setWritable(true);

    assertThat(numbers(even)).containsExactly(0, 2, 4);
  }

  @Test
  void getsTheHighestPriorityFirst() {
    Queue queue = world.queue(Options.classic().priorities(5, 0).build());
    for (int i = 0; i < 12; i++) {
      session.publish(queue, Numbered.message(i, Message.NO_TTL, i % 3, 10));
    }

    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThat(numbers(even)).containsExactly(2, 8, 4, 10, 0, 6);
    session.publish(queue, Numbered.message(20, Message.NO_TTL, 5, 10));
    assertThat(numbers(even)).endsWith(20);
  }

  // ---- what comes back ----

  @Test
  void looksAgainAtWhatComesBack() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 6));
    TestConsumer all = other.consume(queue, TestSession.spec(false, 3));
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));
    assertThat(numbers(all)).containsExactly(0, 1, 2);
    assertThat(numbers(even)).containsExactly(4);

    other.cancel(all);
    other.settleAll(all, RELEASE);

    assertThat(numbers(even)).containsExactly(4, 0, 2);
    assertThat(even.deliveries.get(1).isRedelivered()).isTrue();
    assertThat(world.ready(queue)).isEqualTo(3);
  }

  @Test
  void getsItsOwnBackInTheirOrder() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 8));
    TestConsumer even =
        session.consume(queue, TestSession.spec(false, 2).filtered(Numbered.even()));

    session.settleAll(even, REQUEUE);

    assertThat(numbers(even)).containsExactly(0, 2, 0, 2);
  }

  @Test
  void looksAtEachOfManyThatComeBackInAnyOrder() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 500));
    TestConsumer all = other.consume(queue, TestSession.MANUAL);
    TestConsumer third =
        session.consume(queue, TestSession.MANUAL.filtered(Numbered.where(n -> n % 3 == 0)));
    other.cancel(all);
    List<Delivery> shuffled = new ArrayList<>(all.unsettled);
    Collections.shuffle(shuffled, new Random(5));

    for (Delivery each : shuffled) {
      other.settle(each, RELEASE);
    }

    assertThat(numbers(third))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 500).filter(n -> n % 3 == 0).boxed().toList());
  }

  @Test
  void looksAgainWhenASessionCloses() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer all = other.consume(queue, TestSession.MANUAL);
    session.publish(queue, Numbered.messages(0, 4));
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    assertThat(all.deliveries).hasSize(4);

    other.close();

    assertThat(numbers(even)).containsExactlyInAnyOrder(0, 2);
  }

  // ---- what ends messages ----

  @Test
  void letsExpireWhatItComesUponWhereverItStands() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(1));
    session.publish(queue, Numbered.message(2, 50, Message.NO_PRIORITY, 10), Numbered.message(4));
    world.loops.advance(100);
    assertThat(world.dead).isEmpty();

    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThat(numbers(even)).containsExactly(4);
    assertThat(world.reasons()).containsExactly(DeathReason.EXPIRED);
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void takesWhatIsForNowOrNever() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    for (int i = 1; i < 5; i++) {
      session.publish(queue, Numbered.message(i, 0, Message.NO_PRIORITY, 10));
    }

    assertThat(numbers(even)).containsExactly(2, 4);
    assertThat(world.dead.stream().map(each -> Numbered.of(each.message()))).containsExactly(1, 3);
  }

  @Test
  void countsForTheLengthLimitWhatNobodyWants() {
    Queue queue = world.queue(Options.classic().maxLength(3).deadLetters("dlx", null).build());
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    session.publish(queue, Numbered.messages(0, 12));

    assertThat(numbers(even)).containsExactly(0, 2, 4, 6, 8, 10);
    assertThat(world.dead.stream().map(each -> Numbered.of(each.message())))
        .containsExactly(1, 3, 5);
    assertThat(world.reasons()).containsOnly(DeathReason.MAXLEN);
  }

  @Test
  void deadLettersWhatItDiscardsAndWhatFailsTooOften() {
    Queue queue = world.queue(Options.classic().deliveryLimit(1).deadLetters("dlx", null).build());
    session.publish(queue, Numbered.messages(0, 4));
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));

    session.settle(even.deliveries.get(1), DISCARD);
    session.settle(even.deliveries.get(0), REQUEUE);
    assertThat(even.deliveries.get(2).deliveryCount()).isEqualTo(1);
    session.settle(even.deliveries.get(2), REQUEUE);

    assertThat(world.reasons()).containsExactly(DeathReason.REJECTED, DeathReason.DELIVERY_LIMIT);
    assertThat(world.ready(queue)).isEqualTo(2);
  }

  @Test
  void goesOnAfterAPurge() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    session.publish(queue, Numbered.messages(0, 6));

    assertThat(world.<Long>ask(session.loop(), () -> queue.purge(session.loop()))).isEqualTo(3);
    session.publish(queue, Numbered.messages(6, 9));

    assertThat(numbers(even)).containsExactly(0, 2, 4, 6, 8);
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  // ---- beside others ----

  @Test
  void takesTurnsWithOneThatTakesAll() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer all = session.consume(queue, TestSession.MANUAL);
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));

    session.publish(queue, Numbered.messages(0, 100));

    assertThat(all.deliveries.size() + even.deliveries.size()).isEqualTo(100);
    assertThat(numbers(even)).hasSizeBetween(20, 50).isSorted().allMatch(n -> n % 2 == 0);
    assertThat(numbers(all)).isSorted();
  }

  @Test
  void getsBeforeOneOfLowerPriorityWhatItWants() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer all = session.consume(queue, TestSession.prioritised(0, 0));
    TestConsumer even =
        session.consume(queue, TestSession.prioritised(1, 0).filtered(Numbered.even()));

    session.publish(queue, Numbered.messages(0, 50));

    assertThat(numbers(even)).hasSize(25).allMatch(n -> n % 2 == 0);
    assertThat(numbers(all)).hasSize(25).allMatch(n -> n % 2 == 1);
  }

  @Test
  void dividesTheMessagesByTheirFilters() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    List<TestConsumer> consumers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      int mine = i;
      consumers.add(
          (i % 2 == 0 ? session : other)
              .consume(queue, TestSession.AUTO.filtered(Numbered.where(n -> n % 7 == mine))));
    }

    session.publish(queue, Numbered.messages(0, 700));

    for (int i = 0; i < 7; i++) {
      int mine = i;
      assertThat(numbers(consumers.get(i)))
          .isEqualTo(IntStream.range(0, 700).filter(n -> n % 7 == mine).boxed().toList());
    }
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void isNotServedBesideTheSingleActiveConsumer() {
    Queue queue = world.queue(Options.classic().singleActive().build());
    TestConsumer odd =
        session.consume(queue, TestSession.AUTO.filtered(Numbered.where(n -> n % 2 == 1)));
    TestConsumer even = other.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    session.publish(queue, Numbered.messages(0, 6));
    assertThat(numbers(odd)).containsExactly(1, 3, 5);
    assertThat(even.deliveries).isEmpty();

    session.cancel(odd);

    assertThat(even.active).containsExactly(true);
    assertThat(numbers(even)).containsExactly(0, 2, 4);
  }

  @Test
  void countsForExclusiveUse() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThatThrownBy(() -> other.consume(queue, TestSession.exclusive()))
        .isInstanceOf(BrokerException.class);
  }

  @Test
  void leavesTheQueueToItsOwnDeliveryWhenItGoes() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    TestConsumer all = other.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, Numbered.messages(1, 2));
    session.cancel(even);
    session.publish(queue, Numbered.messages(2, 4));
    assertThat(numbers(all)).containsExactly(1);

    other.settle(all.deliveries.get(0), COMPLETE);
    other.settle(all.deliveries.get(1), COMPLETE);

    assertThat(numbers(all)).containsExactly(1, 2, 3);
    assertThat(even.deliveries).isEmpty();
  }

  @Test
  void keepsAnAutoDeleteQueueUntilItGoes() {
    Queue queue = world.queue(QueueOptions.CLASSIC, true);
    TestConsumer even = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    world.loops.run(session.loop(), () -> session.cancelNow(even));

    assertThat(world.unused).containsExactly(queue);
  }

  @Test
  void endsWithItsQueue() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 5));
    TestConsumer even = session.consume(queue, TestSession.MANUAL.filtered(Numbered.even()));

    world.ask(session.loop(), () -> queue.delete(session.loop(), false, false));

    assertThat(even.cancelled).isTrue();
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void doesNotMindGoingWhileItIsHandedSomething() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 10));
    TestConsumer leaving =
        new TestConsumer() {
          @Override
          public void onDelivery(Delivery delivery) {
            super.onDelivery(delivery);
            session.cancelNow(this);
          }
        };
    session.consumeAs(queue, TestSession.MANUAL.filtered(Numbered.even()), leaving);

    assertThat(leaving.deliveries).isNotEmpty();
    session.publish(queue, Numbered.messages(10, 12));
    int before = leaving.deliveries.size();
    session.publish(queue, Numbered.messages(12, 14));
    assertThat(leaving.deliveries).hasSize(before);
  }

  // ---- credit ----

  @Test
  void isToldThatNothingMatchesThoughTheQueueIsNotEmpty() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 5));
    TestConsumer even =
        session.consume(queue, TestSession.credited(true).filtered(Numbered.even()));
    assertThat(even.deliveries).isEmpty();

    world.loops.run(session.loop(), () -> even.handle().grant(10, true));

    assertThat(numbers(even)).containsExactly(0, 2, 4);
    assertThat(even.drained).containsExactly(10L);
    assertThat(world.ready(queue)).isEqualTo(2);
  }

  @Test
  void isToldOfItEachTimeItAsks() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(1, 2));
    TestConsumer even =
        session.consume(queue, TestSession.credited(true).filtered(Numbered.even()));

    world.loops.run(session.loop(), () -> even.handle().grant(1, true));
    world.loops.run(session.loop(), () -> even.handle().grant(2, true));

    assertThat(even.drained).containsExactly(1L, 2L);
    world.loops.run(session.loop(), () -> even.handle().grant(3, false));
    session.publish(queue, Numbered.messages(2, 3));
    assertThat(numbers(even)).containsExactly(2);
  }

  // ---- bounds, counted in looks ----

  @Test
  void looksOnceAtAMillionMessagesThatDoNotMatch() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    publishMany(queue);
    Numbered.Counting filter = new Numbered.Counting(n -> n == MANY + 7);
    TestConsumer consumer = session.consume(queue, TestSession.AUTO.filtered(filter));
    assertThat(filter.looks).isEqualTo(MANY);

    other.publish(queue, Numbered.messages(MANY, MANY + 10));

    assertThat(filter.looks).isEqualTo(MANY + 10);
    assertThat(numbers(consumer)).containsExactly(MANY + 7);
  }

  @Test
  void looksAtNothingTwiceWhenWhatCameBackIsGone() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 100));
    TestSession third = world.session(0);
    TestConsumer all = third.consume(queue, TestSession.spec(false, 2));
    Numbered.Counting filter = new Numbered.Counting(n -> false);
    session.consume(queue, TestSession.AUTO.filtered(filter));
    assertThat(filter.looks).isEqualTo(98);

    session.setWritable(false);
    third.settleAll(all, RELEASE);
    session.setWritable(true);

    assertThat(numbers(all)).containsExactly(0, 1, 0, 1);
    assertThat(filter.looks).isEqualTo(98);
  }

  private void publishMany(Queue queue) {
    Message same = Numbered.message(-1);
    Message[] thousand = new Message[1000];
    Arrays.fill(thousand, same);
    for (int i = 0; i < MANY; i += thousand.length) {
      other.publish(queue, thousand);
    }
  }

  @Test
  void looksAtSoManyInATurnAndServesOthersMeanwhile() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    int count = 20 * SelectiveDelivery.LOOKS_PER_TURN;
    session.publish(queue, Numbered.messages(0, count));
    Numbered.Counting filter = new Numbered.Counting(n -> false);
    TestConsumer all = new TestConsumer();
    world.loops.turn(
        session.loop(),
        () -> {
          session.consumeNow(queue, TestSession.AUTO.filtered(filter), new TestConsumer());
          session.consumeNow(queue, TestSession.AUTO, all);
        });

    int mostLooks = 0;
    int turnsUntilServed = 0;
    for (int before = 0; world.loops.step(); before = filter.looks) {
      mostLooks = Math.max(mostLooks, filter.looks - before);
      turnsUntilServed += all.deliveries.isEmpty() ? 1 : 0;
    }

    // A turn of the test's loops may take what would be three on a real one.
    assertThat(mostLooks).isBetween(1, 4 * SelectiveDelivery.LOOKS_PER_TURN);
    assertThat(turnsUntilServed).isLessThan(20);
    assertThat(all.deliveries).hasSize(count);
    assertThat(filter.looks).isLessThanOrEqualTo(count);
  }

  @Test
  void letsAllThatLookComeAlike() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 5000));
    List<Numbered.Counting> filters =
        IntStream.range(0, 40).mapToObj(i -> new Numbered.Counting(n -> false)).toList();
    world.loops.turn(
        session.loop(),
        () ->
            filters.forEach(
                filter ->
                    session.consumeNow(
                        queue, TestSession.AUTO.filtered(filter), new TestConsumer())));
    while (filters.stream().noneMatch(filter -> filter.looks >= 2500)) {
      assertThat(world.loops.step()).isTrue();
    }

    assertThat(filters).allMatch(filter -> filter.looks > 2000);
    world.loops.runAll();
    assertThat(filters).allMatch(filter -> filter.looks == 5000);
  }
}
