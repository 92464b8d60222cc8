package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.DISCARD;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.queue.Numbered.Noting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that look through queues whose messages do not fit into memory. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class SelectivePagingTest {
  private static final int COUNT = 1000;
  private static final int BODY_BYTES = 800;
  private static final long MEMORY_BYTES = 100_000;
  private static final int READ_BYTES = 32 << 10;
  private static final PagingOptions PAGING =
      new PagingOptions(MEMORY_BYTES, MEMORY_BYTES / 4, 1L << 30, READ_BYTES);
  private static final ConsumerSpec BROWSE = TestSession.AUTO.browsing();

  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final TestSession session;

  SelectivePagingTest(int loops) {
    world = new QueueWorld(loops, 7, segments, PAGING);
    session = world.session(loops - 1);
  }

  private void publish(Queue queue, int from, int to) {
    for (int i = from; i < to; i += 20) {
      session.publish(
          queue,
          IntStream.range(i, i + 20)
              .mapToObj(n -> Numbered.message(n, Message.NO_TTL, n % 3, BODY_BYTES))
              .toArray(Message[]::new));
    }
  }

  private Queue filled(Options options) {
    Queue queue = world.queue(options.build());
    publish(queue, 0, COUNT);
    assertThat(segments.files).isNotEmpty();
    return queue;
  }

  private Noting consume(Queue queue, ConsumerSpec spec) {
    return session.consumeAs(queue, spec, new Noting());
  }

  /** Nothing follows yet. */
  private Noting open(Queue queue, ConsumerSpec spec) {
    Noting sink = new Noting();
    world.loops.turn(session.loop(), () -> session.consumeNow(queue, spec, sink));
    return sink;
  }

  private static List<Integer> every(int step) {
    return IntStream.range(0, COUNT).filter(n -> n % step == 0).boxed().toList();
  }

  private void isEmpty() {
    assertThat(world.heldBytes()).isZero();
    assertThat(segments.files).isEmpty();
  }

  @Test
  void takesWhatMatchesFromDiskAndLeavesTheRestThere() {
    Queue queue = filled(Options.classic());

    Noting even = consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThat(even.numbers).isEqualTo(every(2));
    assertThat(world.ready(queue)).isEqualTo(COUNT / 2);
    assertThat(world.heldBytes()).isLessThan(2 * MEMORY_BYTES);
    session.cancel(even);
    Noting rest = consume(queue, TestSession.AUTO);
    assertThat(rest.numbers).hasSize(COUNT / 2).isSorted().allMatch(n -> n % 2 == 1);
    assertThat(rest.redelivered).isEmpty();
    isEmpty();
  }

  @Test
  void keepsLittleInMemoryWhileItLooks() {
    Queue queue = filled(Options.classic());
    long before = world.heldBytes();
    long[] most = new long[1];
    Noting consumer =
        open(
            queue,
            TestSession.AUTO.filtered(
                message -> {
                  most[0] = Math.max(most[0], world.heldBytes() - before);
                  return false;
                }));

    world.loops.runAll();

    assertThat(consumer.deliveries).isEmpty();
    assertThat(most[0]).isBetween(1L, (long) SegmentParts.PARTS_MAX * READ_BYTES / 4);
    assertThat(world.heldBytes()).isEqualTo(before);
    assertThat(world.ready(queue)).isEqualTo(COUNT);
  }

  @Test
  void readsEachPartOnceForAllThatGoTogether() {
    Queue queue = filled(Options.classic());
    int onDisk = segments.files.values().stream().mapToInt(MessageRun::count).sum();
    int before = segments.reads;
    int perRead = READ_BYTES / 4 / 1024;
    List<Noting> browsers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      browsers.add(open(queue, BROWSE));
    }

    world.loops.runAll();

    for (Noting browser : browsers) {
      assertThat(browser.numbers).isEqualTo(every(1));
    }
    assertThat(segments.reads - before).isLessThan(2 * onDisk / perRead);
    assertThat(world.ready(queue)).isEqualTo(COUNT);
  }

  @Test
  void givesBackToDiskWhatItTookThere() {
    Queue queue = filled(Options.classic());
    Noting even = consume(queue, TestSession.MANUAL.filtered(Numbered.even()));
    assertThat(even.numbers).isEqualTo(every(2));
    session.cancel(even);
    session.settleAll(even, RELEASE);

    Noting all = consume(queue, TestSession.AUTO);

    assertThat(all.numbers).isEqualTo(every(1));
    assertThat(all.redelivered).isEqualTo(every(2));
    isEmpty();
  }

  @Test
  void looksAgainAtWhatCameBackToDisk() {
    Queue queue = filled(Options.classic());
    Noting all = consume(queue, TestSession.MANUAL);
    Noting third = consume(queue, TestSession.MANUAL.filtered(Numbered.where(n -> n % 3 == 0)));
    assertThat(third.deliveries).hasSizeLessThan(COUNT / 3);
    int before = third.deliveries.size();
    session.cancel(all);
    session.settleAll(all, RELEASE);

    assertThat(third.deliveries).hasSize(every(3).size());
    assertThat(third.numbers.subList(before, third.deliveries.size())).isSorted();
    assertThat(third.numbers).containsExactlyInAnyOrderElementsOf(every(3));
  }

  @Test
  void keepsPrioritiesOnDisk() {
    Queue queue = filled(Options.classic().priorities(5, 0));
    List<Integer> inOrder =
        IntStream.of(2, 1, 0)
            .boxed()
            .flatMap(level -> every(2).stream().filter(n -> n % 3 == level))
            .toList();

    assertThat(consume(queue, BROWSE.filtered(Numbered.even())).numbers).isEqualTo(inOrder);
    assertThat(consume(queue, TestSession.AUTO.filtered(Numbered.even())).numbers)
        .isEqualTo(inOrder);
    assertThat(world.ready(queue)).isEqualTo(COUNT / 2);
  }

  @Test
  void takesOneAtATimeWithoutReadingAnewForEach() {
    Queue queue = filled(Options.classic());
    int before = segments.reads;
    Noting slow = consume(queue, TestSession.spec(false, 1).filtered(message -> true));
    while (!slow.unsettled.isEmpty()) {
      session.settleAll(slow, COMPLETE);
    }

    assertThat(slow.numbers).isEqualTo(every(1));
    assertThat(segments.reads - before).isLessThan(COUNT / 4);
    isEmpty();
  }

  @Test
  void takesWhatIsJustBeingWritten() {
    Queue queue = world.queue(Options.classic().build());
    segments.isHeld = true;
    publish(queue, 0, 200);
    Noting even = consume(queue, TestSession.MANUAL.filtered(Numbered.even()));
    assertThat(even.deliveries).hasSize(100);
    segments.release();
    world.loops.runAll();
    assertThat(world.ready(queue)).isEqualTo(100);

    session.cancel(even);
    session.settleAll(even, RELEASE);

    assertThat(consume(queue, TestSession.AUTO).numbers)
        .isEqualTo(IntStream.range(0, 200).boxed().toList());
    isEmpty();
  }

  @Test
  void letsExpireOnDiskWhatItComesUpon() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, Numbered.message(-1)); // Nobody wants it, and it stays.
    for (int i = 0; i < COUNT; i++) {
      session.publish(queue, Numbered.message(i, i % 4 == 0 ? 50 : -1, -1, BODY_BYTES));
    }
    world.loops.advance(100);
    assertThat(world.dead).isEmpty();

    Noting even = consume(queue, TestSession.AUTO.filtered(Numbered.even()));

    assertThat(even.numbers).isEqualTo(every(2).stream().filter(n -> n % 4 != 0).toList());
    assertThat(world.reasons()).hasSize(COUNT / 4).containsOnly(DeathReason.EXPIRED);
    assertThat(world.ready(queue)).isEqualTo(1 + COUNT / 2);
  }

  @Test
  void isToldOfTheEndOnceAllWasRead() {
    Queue queue = filled(Options.classic());
    Noting browser = consume(queue, TestSession.credited(true).browsing());

    world.loops.run(session.loop(), () -> browser.handle().grant(COUNT + 1, true));

    assertThat(browser.numbers).isEqualTo(every(1));
    assertThat(browser.drained).containsExactly(COUNT + 1L);
  }

  @Test
  void goesWhileSomethingIsRead() {
    Queue queue = filled(Options.classic());
    Noting browser = open(queue, BROWSE);
    for (int i = 0; i < 6; i++) {
      world.loops.step();
    }

    world.loops.run(session.loop(), () -> session.cancelNow(browser));
    consume(queue, TestSession.AUTO);

    isEmpty();
  }

  @Test
  void isGoneWithItsQueue() {
    Queue queue = filled(Options.classic());
    consume(queue, TestSession.spec(false, 100).filtered(Numbered.even()));
    open(queue, BROWSE);
    world.loops.step();

    world.ask(session.loop(), () -> queue.delete(session.loop(), false, false));

    isEmpty();
  }

  @Test
  void goesThroughAnyMixOfReturnsInAnyOrder() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Queue queue = filled(Options.classic().deadLetters("dlx", null));
      world.dead.clear();
      Noting all = consume(queue, TestSession.spec(false, 1 + random.nextInt(300)));
      Noting even =
          consume(
              queue, TestSession.spec(false, 1 + random.nextInt(300)).filtered(Numbered.even()));
      Noting third = consume(queue, TestSession.MANUAL.filtered(Numbered.where(n -> n % 3 == 0)));
      Noting browser = consume(queue, BROWSE);
      int gone = 0;
      int came = COUNT;
      for (int round = 0; gone < came; round++) {
        for (Noting each : List.of(all, even, third)) {
          for (Delivery delivery : List.copyOf(each.unsettled)) {
            switch (random.nextInt(round > 30 ? 1 : 5)) {
              case 1 -> session.settle(delivery, REQUEUE);
              case 2 -> session.settle(delivery, RELEASE);
              case 3 -> {
                session.settle(delivery, DISCARD);
                gone++;
              }
              case 4 -> {}
              default -> {
                session.settle(delivery, COMPLETE);
                gone++;
              }
            }
          }
        }
        if (round < 5) {
          publish(queue, came, came + 200);
          came += 200;
        }
        assertThat(round).as("seed %d never ends", seed).isLessThan(1000);
      }
      assertThat(gone).isEqualTo(came);
      assertThat(even.numbers).allMatch(n -> n % 2 == 0);
      assertThat(third.numbers).allMatch(n -> n % 3 == 0);
      assertThat(browser.numbers).doesNotHaveDuplicates().isSorted();
      List.of(all, even, third, browser).forEach(session::cancel);
      isEmpty();
    }
  }
}
