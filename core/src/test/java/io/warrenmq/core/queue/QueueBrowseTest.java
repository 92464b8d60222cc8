package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator's look through a queue. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class QueueBrowseTest {
  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final TestSession session;

  QueueBrowseTest(int loops) {
    world =
        new QueueWorld(loops, 3, segments, new PagingOptions(100_000, 25_000, 1L << 30, 32 << 10));
    session = world.session(loops - 1);
  }

  private final List<Long> indexes = new ArrayList<>();

  private List<Integer> browse(Queue queue, long from, int count) {
    List<Integer> numbers = new ArrayList<>();
    world.ask(session.loop(), () -> start(queue, from, count, numbers));
    return numbers;
  }

  private Future<Boolean> start(Queue queue, long from, int count, List<Integer> numbers) {
    indexes.clear();
    return queue
        .browse(
            session.loop(),
            from,
            (index, copy) -> {
              indexes.add(index);
              numbers.add(Numbered.of(copy.message()));
              return numbers.size() < count;
            })
        .map(true);
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void seesWhatIsAskedForAndChangesNothing() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 300));

    assertThat(browse(queue, 0, 3)).containsExactly(0, 1, 2);
    assertThat(browse(queue, 200, 2)).containsExactly(200, 201);
    assertThat(indexes).containsExactly(200L, 201L);
    assertThat(browse(queue, 295, 1000)).isEqualTo(range(295, 300));
    assertThat(browse(queue, 300, 10)).isEmpty();
    assertThat(browse(queue, 0, 1000)).isEqualTo(range(0, 300));

    TestConsumer taker = session.consume(queue, TestSession.AUTO);
    assertThat(Numbered.of(taker.deliveries)).isEqualTo(range(0, 300));
    assertThat(taker.deliveries).noneMatch(Delivery::isRedelivered);
  }

  @Test
  void findsAnEmptyQueueEmpty() {
    assertThat(browse(world.queue(QueueOptions.CLASSIC), 0, 10)).isEmpty();
  }

  @Test
  void seesMessagesThatAreOnDisk() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    for (int i = 0; i < 1000; i += 20) {
      session.publish(
          queue,
          IntStream.range(i, i + 20)
              .mapToObj(n -> Numbered.message(n, Message.NO_TTL, Message.NO_PRIORITY, 800))
              .toArray(Message[]::new));
    }
    assertThat(segments.files).isNotEmpty();
    QueueDepth before = queue.depth();
    assertThat(before.onDisk()).isBetween(500L, 999L);
    assertThat(before.onDiskBytes()).isEqualTo(800 * before.onDisk());
    assertThat(before.memoryBytes()).isLessThan(500_000);

    assertThat(browse(queue, 0, 1000)).isEqualTo(range(0, 1000));
    assertThat(browse(queue, 700, 5)).isEqualTo(range(700, 705));

    assertThat(queue.depth().ready()).isEqualTo(1000);
    assertThat(queue.depth().readyBytes()).isEqualTo(800_000);
  }

  @Test
  void isNoConsumer() {
    Queue queue = world.queue(QueueOptions.CLASSIC, true);
    session.publish(queue, Numbered.messages(0, 200));
    List<Integer> numbers = new ArrayList<>();
    boolean[] asked = new boolean[1];

    world.ask(
        session.loop(),
        () ->
            queue
                .browse(
                    session.loop(),
                    0,
                    (index, copy) -> {
                      if (!asked[0]) {
                        asked[0] = true;
                        assertThat(queue.depth().consumers()).isZero();
                      }
                      return numbers.add(Numbered.of(copy.message()));
                    })
                .map(true));

    assertThat(numbers).hasSize(200);
    assertThat(world.unused).isEmpty();
    assertThat(world.ready(queue)).isEqualTo(200);
    TestConsumer last = session.consume(queue, TestSession.MANUAL);
    world.loops.run(session.loop(), () -> session.cancelNow(last));
    assertThat(world.unused).containsExactly(queue);
  }

  @Test
  void endsWithItsQueue() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    world.ask(world.loops.metadata(), () -> queue.delete(world.loops.metadata(), false, false));

    assertThatThrownBy(() -> browse(queue, 0, 10))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("no queue 'q' in vhost '/'");
  }

  @Test
  void failsWithWhatItsReaderThrows() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 10));

    assertThatThrownBy(
            () ->
                world.ask(
                    session.loop(),
                    () ->
                        queue
                            .browse(
                                session.loop(),
                                0,
                                (index, copy) -> {
                                  throw new IllegalStateException("cannot read");
                                })
                            .map(true)))
        .hasMessage("cannot read");
    assertThat(browse(queue, 0, 10)).hasSize(10);
  }
}
