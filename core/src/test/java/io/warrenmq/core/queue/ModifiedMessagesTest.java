package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a consumer gives back, or does not want, with annotations. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class ModifiedMessagesTest {
  private static final Map<String, Object> BUSY = Map.of("x-opt-why", "busy");
  private static final PagingOptions PAGING = new PagingOptions(20_000, 5_000, 1L << 30, 8 << 10);

  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final TestSession session;

  ModifiedMessagesTest(int loops) {
    world = new QueueWorld(loops, 5, segments, PAGING);
    session = world.session(loops - 1);
  }

  private static Map<String, Object> added(Delivery delivery) {
    return added(delivery.message());
  }

  private static Map<String, Object> added(Message message) {
    return message.annotations().values();
  }

  private Delivery next(TestConsumer consumer) {
    return consumer.unsettled.get(0);
  }

  private void modifyNext(
      TestConsumer consumer, SettleOutcome outcome, Map<String, Object> values) {
    session.modify(next(consumer), outcome, values);
  }

  private void checkNothingIsLeft() {
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  // ---- back in the queue ----

  @Test
  void comesAgainInItsPlaceWithWhatWasAdded() {
    Queue queue = world.queue(Options.classic().build());
    session.publish(queue, Numbered.messages(0, 3));
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    modifyNext(consumer, RELEASE, BUSY);

    assertThat(Numbered.of(next(consumer).message())).isZero();
    assertThat(added(next(consumer))).isEqualTo(BUSY);
    assertThat(next(consumer).isRedelivered()).isTrue();
    session.settle(next(consumer), COMPLETE);
    assertThat(added(next(consumer))).isEmpty();
    session.settle(next(consumer), COMPLETE);
    session.settle(next(consumer), COMPLETE);
    checkNothingIsLeft();
  }

  @Test
  void countsAnAttemptThatHasFailedAndNoOther() {
    Queue queue = world.queue(Options.classic().deliveryLimit(5).build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    modifyNext(consumer, RELEASE, BUSY);
    assertThat(next(consumer).deliveryCount()).isZero();
    modifyNext(consumer, REQUEUE, BUSY);
    assertThat(next(consumer).deliveryCount()).isEqualTo(1);
  }

  @Test
  void theNewerValueCountsAndTheOthersStay() {
    Queue queue = world.queue(Options.classic().build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    modifyNext(consumer, REQUEUE, Map.of("x-a", 1L, "x-b", "old"));
    modifyNext(consumer, REQUEUE, Map.of("x-b", true));

    assertThat(added(next(consumer))).isEqualTo(Map.of("x-a", 1L, "x-b", true));
  }

  @Test
  void staysWithOneQueueOfSeveral() {
    Queue one = world.queue(Options.classic().build());
    Queue other = world.queue(Options.classic().build());
    Message message = Numbered.message(1);
    session.publish(one, message);
    session.publish(other, message);
    TestConsumer consumer = session.consume(one, TestSession.MANUAL);

    modifyNext(consumer, REQUEUE, BUSY);

    assertThat(added(next(consumer))).isEqualTo(BUSY);
    assertThat(added(next(session.consume(other, TestSession.MANUAL)))).isEmpty();
  }

  @Test
  void goesToTheBackWhereFailedOnesDo() {
    Queue queue = world.queue(Options.classic().quorum().build());
    session.publish(queue, Numbered.messages(0, 3));
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    modifyNext(consumer, REQUEUE, BUSY);

    List<Integer> order = new ArrayList<>();
    List<Map<String, Object>> values = new ArrayList<>();
    while (!consumer.unsettled.isEmpty()) {
      order.add(Numbered.of(next(consumer).message()));
      values.add(added(next(consumer)));
      session.settle(next(consumer), COMPLETE);
    }
    assertThat(order).containsExactly(1, 2, 0);
    assertThat(values).containsExactly(Map.of(), Map.of(), BUSY);
    checkNothingIsLeft();
  }

  @Test
  void keepsItsPriority() {
    Queue queue = world.queue(Options.classic().priorities(5, 0).build());
    session.publish(
        queue,
        Numbered.message(1, Message.NO_TTL, 1, 100),
        Numbered.message(3, Message.NO_TTL, 3, 100));
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    modifyNext(consumer, REQUEUE, BUSY);

    assertThat(Numbered.of(next(consumer).message())).isEqualTo(3);
    assertThat(added(next(consumer))).isEqualTo(BUSY);
  }

  @Test
  void theSingleActiveConsumerGetsItAgain() {
    Queue queue = world.queue(Options.classic().singleActive().build());
    TestConsumer first = session.consume(queue, TestSession.spec(false, 1));
    TestConsumer second = session.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, Numbered.message(1));

    modifyNext(first, REQUEUE, BUSY);

    assertThat(added(next(first))).isEqualTo(BUSY);
    assertThat(second.deliveries).isEmpty();
  }

  @Test
  void aFilterSeesWhatWasAdded() {
    Queue queue = world.queue(Options.classic().build());
    MessageFilter busyOnes = message -> !added(message).isEmpty();
    TestConsumer filtered = session.consume(queue, TestSession.MANUAL.filtered(busyOnes));
    session.publish(queue, Numbered.messages(0, 3));
    TestConsumer plain = session.consume(queue, TestSession.spec(false, 1));
    assertThat(filtered.deliveries).isEmpty();

    session.cancel(plain);
    modifyNext(plain, RELEASE, BUSY);

    assertThat(Numbered.of(filtered.deliveries)).containsExactly(0);
  }

  @Test
  void aBrowserSeesWhatWasAdded() {
    Queue queue = world.queue(Options.classic().build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.cancel(consumer);
    modifyNext(consumer, RELEASE, BUSY);

    TestConsumer browser = session.consume(queue, TestSession.AUTO.browsing());

    assertThat(added(browser.deliveries.get(0))).isEqualTo(BUSY);
  }

  @Test
  void isGoneWhenItIsTakenAfterAll() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(1));
    modifyNext(session.consume(queue, TestSession.MANUAL), COMPLETE, BUSY);

    assertThat(world.dead).isEmpty();
    checkNothingIsLeft();
  }

  // ---- dead letters ----

  @Test
  void aDeadLetterHasWhatWasAdded() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(1));

    modifyNext(session.consume(queue, TestSession.MANUAL), DISCARD, BUSY);

    assertThat(world.reasons()).containsExactly(DeathReason.REJECTED);
    assertThat(added(world.dead.get(0).message())).isEqualTo(BUSY);
    checkNothingIsLeft();
  }

  @Test
  void soHasOneThatCameBackTooOften() {
    Queue queue = world.queue(Options.classic().deliveryLimit(1).deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    modifyNext(consumer, REQUEUE, Map.of("x-try", 1));
    modifyNext(consumer, REQUEUE, Map.of("x-last", 2));

    assertThat(world.reasons()).containsExactly(DeathReason.DELIVERY_LIMIT);
    assertThat(added(world.dead.get(0).message())).isEqualTo(Map.of("x-try", 1, "x-last", 2));
    checkNothingIsLeft();
  }

  // ---- limits ----

  @Test
  void itsMemoryIsAccountedFor() {
    Queue queue = world.queue(Options.classic().build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    long before = world.heldBytes();

    modifyNext(consumer, RELEASE, Map.of("x-a", "v".repeat(1000)));
    assertThat(world.heldBytes() - before).isBetween(1000L, 1200L);
    modifyNext(consumer, RELEASE, Map.of("x-a", ""));
    assertThat(world.heldBytes() - before).isBetween(1L, 200L);
    session.settle(next(consumer), COMPLETE);
    checkNothingIsLeft();
  }

  @Test
  void whatIsTooMuchIsLeftOutAndTheConsumerTold() {
    Queue queue = world.queue(Options.classic().deliveryLimit(5).build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    Map<String, Object> half = Map.of("x-a", "v".repeat(Annotations.WEIGHT_MAX / 2));

    modifyNext(consumer, REQUEUE, half);
    assertThat(consumer.refused).isZero();
    modifyNext(consumer, REQUEUE, Map.of("x-b", "v".repeat(Annotations.WEIGHT_MAX / 2)));

    assertThat(consumer.refused).isEqualTo(1);
    assertThat(added(next(consumer))).isEqualTo(half);
    assertThat(next(consumer).deliveryCount()).isEqualTo(2);
    modifyNext(consumer, REQUEUE, Map.of("x-a", "less"));
    assertThat(consumer.refused).isEqualTo(1);
    assertThat(added(next(consumer))).isEqualTo(Map.of("x-a", "less"));
    session.settle(next(consumer), COMPLETE);
    checkNothingIsLeft();
  }

  @Test
  void aQueueThatIsGoneTakesNothing() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    world.ask(session.loop(), () -> queue.delete(session.loop(), false, false));

    modifyNext(consumer, DISCARD, BUSY);

    assertThat(world.dead).isEmpty();
    checkNothingIsLeft();
  }

  // ---- on disk ----

  /** A queue of a hundred messages that are all out, most of them on disk alone. */
  private TestConsumer outOnDisk(Queue queue) {
    TestConsumer consumer = session.consumeAs(queue, TestSession.MANUAL, new Numbered.Noting());
    for (int i = 0; i < 100; i += 5) {
      session.publish(
          queue,
          IntStream.range(i, i + 5)
              .mapToObj(number -> Numbered.message(number, Message.NO_TTL, number % 2, 900))
              .toArray(Message[]::new));
    }
    assertThat(world.heldBytes()).isLessThan(60_000);
    return consumer;
  }

  private void modifyAll(TestConsumer consumer, SettleOutcome outcome) {
    world.loops.run(
        session.loop(),
        () ->
            List.copyOf(consumer.unsettled)
                .forEach(delivery -> session.modifyNow(delivery, outcome, BUSY)));
  }

  @Test
  void whatIsOnDiskComesAgainWithWhatWasAdded() {
    Queue queue = world.queue(Options.classic().build());
    TestConsumer consumer = outOnDisk(queue);
    Map<Integer, Map<String, Object>> seen = new TreeMap<>();
    session.cancel(consumer);

    modifyAll(consumer, REQUEUE);

    assertThat(world.ready(queue)).isEqualTo(100);
    TestConsumer taker =
        session.consumeAs(
            queue,
            TestSession.AUTO,
            new TestConsumer() {
              @Override
              public void onDelivery(Delivery delivery) {
                assertThat(delivery.isRedelivered()).isTrue();
                seen.put(Numbered.of(delivery.message()), added(delivery));
              }
            });
    assertThat(seen)
        .hasSize(100)
        .allSatisfy((number, values) -> assertThat(values).isEqualTo(BUSY));
    session.cancel(taker);
    checkNothingIsLeft();
  }

  @Test
  void whatIsOnDiskIsADeadLetterWithWhatWasAdded() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    TestConsumer consumer = outOnDisk(queue);

    modifyAll(consumer, DISCARD);

    assertThat(world.dead).hasSize(100).allMatch(dead -> added(dead.message()).equals(BUSY));
    checkNothingIsLeft();
  }

  @Test
  void whatIsTooMuchForOneOnDiskIsLeftOutAndTheConsumerTold() {
    Queue queue = world.queue(Options.classic().build());
    TestConsumer consumer = outOnDisk(queue);
    Map<String, Object> half = Map.of("x-a", "v".repeat(Annotations.WEIGHT_MAX / 2));
    Map<String, Object> more = Map.of("x-b", "v".repeat(Annotations.WEIGHT_MAX / 2));
    Delivery first = next(consumer);
    session.modify(first, RELEASE, half);
    outOnDiskAgain(queue, consumer);

    session.modify(first, RELEASE, more);

    assertThat(consumer.refused).isEqualTo(1);
    assertThat(added(first)).isEqualTo(half);
    session.settleAll(consumer, COMPLETE);
    checkNothingIsLeft();
  }

  /** What has come again goes to disk as well, as more is published. */
  private void outOnDiskAgain(Queue queue, TestConsumer consumer) {
    for (int i = 100; i < 200; i++) {
      session.publish(queue, Numbered.message(i, Message.NO_TTL, 0, 900));
    }
    assertThat(((Entry) next(consumer)).isOnDisk()).isTrue();
  }

  @Test
  void whatIsBeingReadIsGoneWithItsQueue() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    TestConsumer consumer = outOnDisk(queue);
    List<Delivery> all = List.copyOf(consumer.unsettled);

    world.loops.run(
        session.loop(),
        () -> {
          all.forEach(delivery -> session.modifyNow(delivery, REQUEUE, BUSY));
          queue.delete(session.loop(), false, false);
        });

    checkNothingIsLeft();
  }
}
