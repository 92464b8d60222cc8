package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a queue, and the session of its consumer, count of what happens to messages. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class QueueCountsTest {
  private final QueueWorld world;
  private final TestSession session;

  QueueCountsTest(int loops) {
    world = new QueueWorld(loops, 5);
    session = world.session(loops - 1);
  }

  /** Those above zero. */
  private static Map<Counter, Long> of(Counts counts) {
    Map<Counter, Long> some = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      if (counts.get(counter) > 0) {
        some.put(counter, counts.get(counter));
      }
    }
    return some;
  }

  private void publish(Queue queue, int count) {
    for (int i = 0; i < count; i++) {
      session.publish(queue, TestMessages.sized(10));
    }
  }

  @Test
  void knowsOfNothingBeforeSomethingHappens() {
    assertThat(of(world.queue(QueueOptions.CLASSIC).counts())).isEmpty();
  }

  @Test
  void countsDeliveriesByWhetherTheyAreSettledAndWhatBecomesOfThem() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 4));
    publish(queue, 4);

    for (SettleOutcome outcome : List.of(COMPLETE, DISCARD, REQUEUE, RELEASE)) {
      session.settle(consumer.unsettled.get(0), outcome);
    }

    Map<Counter, Long> sent = Map.of(Counter.DELIVERED, 6L, Counter.REDELIVERED, 2L);
    assertThat(of(session.metrics().counts())).isEqualTo(sent);
    assertThat(of(queue.counts()))
        .containsAllEntriesOf(sent)
        .containsEntry(Counter.PUBLISHED, 4L)
        .containsEntry(Counter.ACKED, 1L)
        .containsEntry(Counter.REJECTED, 1L)
        .hasSize(5);
  }

  @Test
  void countsWhatIsSentSettled() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.AUTO);

    publish(queue, 3);

    assertThat(of(queue.counts()))
        .isEqualTo(Map.of(Counter.PUBLISHED, 3L, Counter.DELIVERED_SETTLED, 3L));
    assertThat(of(session.metrics().counts())).isEqualTo(Map.of(Counter.DELIVERED_SETTLED, 3L));
  }

  @Test
  void countsGets() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    publish(queue, 2);

    world.ask(world.loops.loop(0), () -> queue.get(world.loops.loop(0), true));
    world.ask(world.loops.loop(0), () -> queue.get(world.loops.loop(0), false));
    world.ask(world.loops.loop(0), () -> queue.get(world.loops.loop(0), false));

    assertThat(of(queue.counts()))
        .isEqualTo(
            Map.of(
                Counter.PUBLISHED, 2L,
                Counter.GOT_SETTLED, 1L,
                Counter.GOT, 1L,
                Counter.GET_EMPTY, 1L));
  }

  @Test
  void countsWhyMessagesDieByWhetherTheyGoOnToAnExchange() {
    Queue going = world.queue(Options.classic().deadLetters("dlx", null).messageTtl(10).build());
    Queue dropping = world.queue(Options.classic().maxLength(1).build());
    publish(going, 2);
    publish(dropping, 3);

    world.loops.advance(10);

    assertThat(going.counts().get(Counter.EXPIRED)).isEqualTo(2);
    assertThat(dropping.counts().get(Counter.OVERFLOWED)).isEqualTo(2);
    int type = QueueType.CLASSIC.ordinal();
    assertThat(of(world.services.get(0).metrics().died(type, true)))
        .isEqualTo(Map.of(Counter.EXPIRED, 2L));
    assertThat(of(world.services.get(0).metrics().died(type, false)))
        .isEqualTo(Map.of(Counter.OVERFLOWED, 2L));
  }
}
