package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine beside a sorted list: by priority, then by the order in which messages came. */
class QueueEnginePropertyTest {
  private final QueueWorld world = new QueueWorld(1, 1);

  @Test
  void keepsReadyMessagesAsASortedListWould() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int maxPriority = random.nextBoolean() ? 0 : 1 + random.nextInt(9);
      check(seed, random, maxPriority, maxPriority == 0 ? 0 : random.nextInt(maxPriority + 1));
    }
  }

  private void check(long seed, Random random, int maxPriority, int defaultPriority) {
    QueueOptions options = Options.classic().priorities(maxPriority, defaultPriority).build();
    Queue queue = world.queue(options);
    QueueEngine engine = new QueueEngine(options);
    Comparator<Entry> order =
        Comparator.<Entry>comparingInt(e -> -effective(e.message(), maxPriority, defaultPriority))
            .thenComparingLong(e -> e.seq);
    List<Entry> ready = new ArrayList<>();
    List<Entry> out = new ArrayList<>();

    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          Entry entry = new Entry(queue, randomMessage(random), null, 0);
          engine.enqueue(entry);
          ready.add(entry);
        }
        case 3 -> {
          Entry taken = engine.handOut();
          assertThat(taken).as("seed %d", seed).isSameAs(ready.isEmpty() ? null : ready.remove(0));
          if (taken != null) {
            out.add(taken);
          }
        }
        case 4 -> {
          if (!out.isEmpty()) {
            Entry entry = out.remove(random.nextInt(out.size()));
            if (random.nextInt(3) == 0) {
              engine.settle(entry);
            } else if (random.nextInt(3) == 0) {
              engine.settle(entry);
              engine.takeBack(entry, true);
              ready.add(entry);
            } else {
              engine.giveBack(entry, true);
              ready.add(entry);
            }
          }
        }
        case 5 -> {
          if (!ready.isEmpty()) {
            Entry entry = ready.remove(random.nextInt(ready.size()));
            engine.handOut(entry);
            out.add(entry);
          }
        }
        case 6 -> {
          if (!ready.isEmpty()) {
            engine.remove(ready.remove(random.nextInt(ready.size())));
          }
        }
        default ->
            assertThat(engine.removeNext())
                .as("seed %d", seed)
                .isSameAs(ready.isEmpty() ? null : ready.remove(0));
      }
      ready.sort(order);
      assertThat(engine.head()).as("seed %d", seed).isSameAs(ready.isEmpty() ? null : ready.get(0));
      assertThat(engine.readyCount()).isEqualTo(ready.size());
      assertThat(engine.unsettledCount()).isEqualTo(out.size());
      assertThat(engine.readyBodyBytes())
          .isEqualTo(ready.stream().mapToLong(e -> e.message().bodyLength()).sum());
    }
    // Those that are out in the order in which they were handed out; those that came back and went
    // again, anew.
    ready.addAll(out);
    assertThat(engine.removeAll()).containsExactlyElementsOf(ready);
    assertThat(engine.unsettledCount()).isZero();
  }

  private static int effective(Message message, int maxPriority, int defaultPriority) {
    return message.priority() < 0 ? defaultPriority : Math.min(message.priority(), maxPriority);
  }

  private static Message randomMessage(Random random) {
    return TestMessages.around(new byte[random.nextInt(3)], Message.NO_TTL, random.nextInt(12) - 1);
  }
}
