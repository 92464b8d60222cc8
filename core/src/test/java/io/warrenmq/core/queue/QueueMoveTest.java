package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.queue.Numbered.Noting;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that go from one queue to another. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class QueueMoveTest {
  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final TestSession session;
  private final int loops;

  QueueMoveTest(int loops) {
    this.loops = loops;
    world =
        new QueueWorld(loops, 9, segments, new PagingOptions(100_000, 25_000, 1L << 30, 32 << 10));
    session = world.session(loops / 2);
  }

  /** The other queue, on the last loop. */
  private Queue target(QueueOptions options) {
    return new Queue(
        "/",
        new QueueDeclaration("to", false, false, false, Arguments.NONE),
        options,
        null,
        0,
        world.services.get(loops - 1));
  }

  private MoveResult move(Queue from, Queue to, long count) {
    return move(from, to, () -> true, count);
  }

  private MoveResult move(Queue from, Queue to, BooleanSupplier isThere, long count) {
    return world.ask(session.loop(), () -> from.move(session.loop(), to, isThere, count));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private List<Integer> drained(Queue queue) {
    return session.consumeAs(queue, TestSession.AUTO, new Noting()).numbers;
  }

  @Test
  void goInTheirOrderAndAllOfThem() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    session.publish(from, Numbered.messages(0, 3000));

    MoveResult result = move(from, to, Long.MAX_VALUE);

    assertThat(result).isEqualTo(new MoveResult(3000, ""));
    assertThat(from.depth().messages()).isZero();
    TestConsumer taker = session.consume(to, TestSession.AUTO);
    assertThat(Numbered.of(taker.deliveries)).isEqualTo(range(0, 3000));
    Message first = taker.deliveries.get(0).message();
    assertThat(first.exchange()).isEmpty();
    assertThat(first.routingKey()).isEqualTo("to");
    assertThat(taker.deliveries).noneMatch(each -> each.isRedelivered());
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void goAsFarAsIsAskedFor() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    session.publish(from, Numbered.messages(0, 10));

    assertThat(move(from, to, 4).moved()).isEqualTo(4);

    assertThat(drained(from)).isEqualTo(range(4, 10));
    assertThat(drained(to)).isEqualTo(range(0, 4));
  }

  @Test
  void goFromDisk() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    for (int i = 0; i < 1000; i += 20) {
      session.publish(
          from,
          IntStream.range(i, i + 20)
              .mapToObj(n -> Numbered.message(n, Message.NO_TTL, Message.NO_PRIORITY, 800))
              .toArray(Message[]::new));
    }
    assertThat(segments.files).isNotEmpty();

    assertThat(move(from, to, Long.MAX_VALUE).moved()).isEqualTo(1000);

    assertThat(drained(to)).isEqualTo(range(0, 1000));
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void leaveAQueueThatIsPaused() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    session.publish(from, Numbered.messages(0, 5));
    world.loops.run(world.loops.metadata(), () -> from.setPaused(world.loops.metadata(), true));

    assertThat(move(from, to, Long.MAX_VALUE).moved()).isEqualTo(5);
  }

  @Test
  void stayWhenTheOtherQueueTakesNoMore() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(Options.classic().maxLength(3).overflow(Overflow.REJECT_PUBLISH).build());
    session.publish(from, Numbered.messages(0, 10));

    MoveResult result = move(from, to, Long.MAX_VALUE);

    assertThat(result).isEqualTo(new MoveResult(3, "queue 'to' in vhost '/' takes no more"));
    assertThat(drained(to)).isEqualTo(range(0, 3));
    assertThat(drained(from)).isEqualTo(range(3, 10));
  }

  @Test
  void stayWhenTheOtherQueueIsGone() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    session.publish(from, Numbered.messages(0, 10));

    MoveResult result = move(from, to, () -> false, Long.MAX_VALUE);

    assertThat(result).isEqualTo(new MoveResult(0, "no queue 'to' in vhost '/'"));
    assertThat(drained(from)).isEqualTo(range(0, 10));
  }

  @Test
  void areNotThoseThatAConsumerHas() {
    Queue from = world.queue(QueueOptions.CLASSIC);
    Queue to = target(QueueOptions.CLASSIC);
    session.publish(from, Numbered.messages(0, 4));
    TestConsumer consumer = session.consume(from, TestSession.spec(false, 2));

    assertThat(move(from, to, Long.MAX_VALUE).moved()).isEqualTo(2);

    assertThat(drained(to)).containsExactly(2, 3);
    session.settle(consumer.deliveries.get(0), SettleOutcome.REQUEUE);
    assertThat(from.depth().unsettled()).isEqualTo(2);
  }
}
