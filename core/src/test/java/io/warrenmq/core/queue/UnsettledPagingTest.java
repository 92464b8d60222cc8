package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are handed out and stay unsettled, more than fit into memory. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class UnsettledPagingTest {
  private static final int COUNT = 1000;
  private static final int BODY_BYTES = 800;
  private static final long MEMORY_BYTES = 100_000;
  private static final long LOOP_BYTES = 1L << 30;
  private static final PagingOptions PAGING =
      new PagingOptions(MEMORY_BYTES, MEMORY_BYTES / 4, LOOP_BYTES, 32 << 10);

  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final TestSession session;
  private final List<Integer> taken = new ArrayList<>();
  private final List<Delivery> out = new ArrayList<>();

  UnsettledPagingTest(int loops) {
    world = new QueueWorld(loops, 7, segments, PAGING);
    session = world.session(loops - 1);
  }

  private static Message numbered(int number, int priority) {
    byte[] bytes = new byte[BODY_BYTES];
    ByteBuffer.wrap(bytes).putInt(number);
    return TestMessages.around(bytes, Message.NO_TTL, priority);
  }

  private static int numberOf(Message message) {
    return ByteBuffer.wrap(message.bytes()).getInt();
  }

  private void publish(Queue queue) {
    for (int i = 0; i < COUNT; i += 20) {
      int from = i;
      session.publish(
          queue,
          IntStream.range(from, from + 20)
              .mapToObj(number -> numbered(number, number % 3))
              .toArray(Message[]::new));
    }
  }

  /** A consumer that looks at each message while it gets it, and at no other time. */
  private void consume(Queue queue) {
    DeliverySink sink =
        new DeliverySink() {
          @Override
          public void onDelivery(Delivery delivery) {
            taken.add(numberOf(delivery.message()));
            out.add(delivery);
          }

          @Override
          public void onCancelled() {}
        };
    Consumer consumer = new Consumer(queue, TestSession.MANUAL, session, sink, world.mailboxes);
    world.ask(session.loop(), () -> queue.addConsumer(consumer, session.loop()));
  }

  private void settleAll(io.warrenmq.api.queue.SettleOutcome outcome) {
    List<Delivery> all = List.copyOf(out);
    out.clear();
    world.loops.run(session.loop(), () -> all.forEach(each -> session.settleNow(each, outcome)));
  }

  private static List<Integer> inOrder() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  private long stubBytes() {
    return world.heldBytes() - (long) COUNT * 200;
  }

  @Test
  void keepsLittleInMemoryOfWhatIsNotSettled() {
    Queue queue = world.queue(Options.classic().build());
    consume(queue);
    publish(queue);

    assertThat(taken).isEqualTo(inOrder());
    assertThat(stubBytes()).isLessThan(2 * MEMORY_BYTES);

    settleAll(COMPLETE);
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
    assertThat(segments.reads).isZero();
  }

  @Test
  void writesWhatCameFromDiskNoSecondTime() {
    Queue queue = world.queue(Options.classic().build());
    publish(queue);
    int written = segments.files.values().stream().mapToInt(MessageRun::count).sum();
    consume(queue);

    assertThat(taken).isEqualTo(inOrder());
    assertThat(segments.files.values().stream().mapToInt(MessageRun::count).sum())
        .isLessThanOrEqualTo(COUNT)
        .isGreaterThanOrEqualTo(written);
    assertThat(stubBytes()).isLessThan(2 * MEMORY_BYTES);
    settleAll(COMPLETE);
    assertThat(segments.files).isEmpty();
  }

  @Test
  void handsOutInOrderAndMarkedWhatCameBack() {
    Queue queue = world.queue(Options.classic().build());
    consume(queue);
    publish(queue);
    taken.clear();

    settleAll(RELEASE);

    assertThat(taken).isEqualTo(inOrder());
    assertThat(out).allMatch(Delivery::isRedelivered);
    settleAll(COMPLETE);
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void countsWhatCameBackAsReady() {
    Queue queue = world.queue(Options.classic().build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    publish(queue);
    session.cancel(consumer);
    session.settleAll(consumer, REQUEUE);

    assertThat(world.ready(queue)).isEqualTo(COUNT);
    assertThat(world.heldBytes()).isLessThan(2 * MEMORY_BYTES);
    assertThat(world.<Long>ask(session.loop(), () -> queue.purge(session.loop()))).isEqualTo(COUNT);
    assertThat(world.ready(queue)).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void countsReturnsOfWhatIsOnDisk() {
    Queue queue = world.queue(Options.classic().deliveryLimit(3).build());
    consume(queue);
    publish(queue);
    for (int i = 1; i <= 3; i++) {
      settleAll(REQUEUE);
      int returns = i;
      assertThat(out).hasSize(COUNT).allMatch(each -> each.deliveryCount() == returns);
    }
    settleAll(REQUEUE);
    assertThat(out).isEmpty();
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void deadLettersWhatIsOnDiskWithItsMessage() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    consume(queue);
    publish(queue);
    Collections.shuffle(out, new Random(3));
    List<Delivery> kept = List.copyOf(out.subList(0, COUNT / 4));
    out.removeAll(kept);

    settleAll(DISCARD);

    assertThat(world.reasons()).hasSize(COUNT - kept.size()).containsOnly(DeathReason.REJECTED);
    assertThat(world.dead.stream().map(each -> numberOf(each.message())).distinct())
        .hasSize(COUNT - kept.size());
    out.addAll(kept);
    settleAll(COMPLETE);
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void keepsPrioritiesOfWhatCameBack() {
    Queue queue = world.queue(Options.classic().priorities(5, 0).build());
    TestConsumer first = session.consume(queue, TestSession.MANUAL);
    publish(queue);
    session.cancel(first);
    session.settleAll(first, RELEASE);

    consume(queue);

    assertThat(taken)
        .isEqualTo(
            IntStream.of(2, 1, 0)
                .boxed()
                .flatMap(level -> inOrder().stream().filter(number -> number % 3 == level))
                .toList());
  }

  @Test
  void staysInMemoryWhileTheDiskIsFull() {
    segments.isFull = true;
    Queue queue = world.queue(Options.classic().build());
    consume(queue);
    publish(queue);
    assertThat(taken).isEqualTo(inOrder());
    assertThat(segments.written).isZero();

    segments.isFull = false;
    world.loops.advance(1000);
    world.loops.advance(1000);
    assertThat(stubBytes()).isLessThan(2 * MEMORY_BYTES);
    settleAll(COMPLETE);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void handsOutOnWhenMemoryIsTightNoMoreWhileTheDiskWasBehind() {
    world.memories.get(0).add(LOOP_BYTES);
    segments.isHeld = true;
    Queue queue = world.queue(Options.classic().build());
    consume(queue);
    int few = 65; // More than may wait while memory is tight, and not while it is not.
    for (int i = 0; i < few; i++) {
      session.publish(queue, numbered(i, 0));
    }
    assertThat(taken).hasSizeLessThan(few);

    world.memories.get(0).add(-LOOP_BYTES);
    segments.release();
    world.loops.runAll();

    assertThat(taken).isEqualTo(IntStream.range(0, few).boxed().toList());
  }

  @Test
  void aLateWordOfAnEarlierDeliveryDoesNotUndoThatOfALaterOne() {
    Entry entry = new Entry(world.queue(Options.classic().build()), numbered(1, 0), null, 0);
    entry.becomeDelivered(null, 0);
    byte first = entry.handedOut();
    entry.becomeDelivered(null, 0);
    assertThat(entry.isShown()).isFalse();
    entry.becomeShown(entry.handedOut());
    entry.becomeShown(first);
    assertThat(entry.isShown()).isTrue();
  }

  @Test
  void isGoneWithItsQueue() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    consume(queue);
    publish(queue);
    List<Delivery> all = List.copyOf(out);
    world.loops.run(
        session.loop(),
        () -> {
          all.subList(0, COUNT / 2).forEach(each -> session.settleNow(each, DISCARD));
          queue.delete(session.loop(), false, false);
        });

    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void settlesAnyMixInAnyOrder() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
      consume(queue);
      publish(queue);
      world.dead.clear();
      int gone = 0;
      while (!out.isEmpty()) {
        Collections.shuffle(out, random);
        List<Delivery> some = List.copyOf(out.subList(0, 1 + random.nextInt(out.size())));
        out.subList(0, some.size()).clear();
        int from = taken.size();
        for (Delivery each : some) {
          switch (random.nextInt(5)) {
            case 0 -> session.settle(each, REQUEUE);
            case 1 -> session.settle(each, DISCARD);
            default -> {
              session.settle(each, COMPLETE);
              gone++;
            }
          }
        }
        assertThat(taken.size()).isGreaterThanOrEqualTo(from);
      }
      assertThat(world.dead).hasSize(COUNT - gone);
      assertThat(world.heldBytes()).isZero();
      assertThat(segments.files).isEmpty();
    }
  }
}
