package io.warrenmq.mqtt.sys;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.mqtt.retained.RetainedMessages.Retained;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts together, every so often, what the loops have counted, and hands to each of them what has
 * changed. The first loop does it; {@link #start} and {@link #stop} may be called on any thread.
 */
public final class SysReporter {
  private static final long S_MS = 1_000;

  private final SysTopics topics;
  private final Source source;
  private final List<Loop> loops;
  private final Loop first;
  private final long intervalMs;

  // The first loop's.
  private final SysValues values;
  private @Nullable TimerHandle timer;
  private boolean stopped;

  /** What is not counted by the loops, and how values become messages. Called on the first loop. */
  public interface Source {
    /** What the broker calls itself. */
    String version();

    /** How many sessions there are, with and without a connection. */
    int sessions();

    /** How many messages are retained, in all vhosts. */
    int retained();

    /** How much of the heap is in use. */
    long heapBytes();

    /** A value as a message that is retained. */
    Retained message(Loop loop, String topic, String text);
  }

  /**
   * Begins with {@link #start}.
   *
   * @param intervalS seconds from one time to the next; 0: never
   */
  public SysReporter(SysTopics topics, Source source, int intervalS) {
    this.topics = topics;
    this.source = source;
    this.loops = topics.loops();
    this.first = loops.get(0);
    this.intervalMs = intervalS * S_MS;
    this.values = new SysValues(source.version(), first.clock().nanos());
  }

  /** Begins, with the first values now. */
  public void start() {
    if (intervalMs > 0) {
      first.execute(this::report);
    }
  }

  /** Ends. */
  public void stop() {
    first.execute(
        () -> {
          stopped = true;
          if (timer != null) {
            timer.cancel();
          }
        });
  }

  private void report() {
    if (!stopped) {
      timer = first.schedule(intervalMs, this::report);
      sum(0, Counters.sums());
    }
  }

  /** Goes from loop to loop, of which each adds what it has counted, and back to the first. */
  private void sum(int index, long[] sums) {
    if (index == loops.size()) {
      first.execute(() -> publish(sums));
      return;
    }
    Loop loop = loops.get(index);
    loop.execute(
        () -> {
          topics.counters(loop).addTo(sums);
          sum(index + 1, sums);
        });
  }

  private void publish(long[] sums) {
    Figures figures =
        new Figures(
            first.clock().nanos(), sums, source.sessions(), source.retained(), source.heapBytes());
    List<Retained> changed =
        values.update(figures).stream()
            .map(value -> source.message(first, value.topic(), value.text()))
            .toList();
    for (Loop loop : loops) {
      loop.execute(() -> topics.feed(loop).publish(changed));
    }
  }
}
