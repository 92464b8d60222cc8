package io.warrenmq.benchmarks.load;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Publishes at a given rate, in turn by all publishers: once in a millisecond what has become due,
 * with one write for each publisher. A message carries the time it was due, which is the beginning
 * of its millisecond, so that neither a late generator nor a broker which holds it up hides in the
 * latency; how late it was is counted beside it. A message that its publisher cannot take is not
 * made up for.
 */
final class Pacer {
  /** How often there is something due, at most. */
  static final long TICK_NS = 1_000_000;

  /** Without an end to catching up, reading would wait for it, and that makes it longer still. */
  private static final int TICKS_PER_TURN_MAX = 10;

  private static final long SECOND_NS = 1_000_000_000;

  private final List<Publisher> publishers;
  private final long ratePerS;
  private final long startNs;
  private final Counters counters;
  private final ArrayDeque<Publisher> touched = new ArrayDeque<>();
  private long ticks;
  private long issued;
  private int turn;

  Pacer(List<Publisher> publishers, long ratePerS, long startNs, Counters counters) {
    this.publishers = publishers;
    this.ratePerS = ratePerS;
    this.startNs = startNs;
    this.counters = counters;
  }

  /** Messages that are due from the start to the end of tick {@code ticks}. */
  static long due(long ticks, long ratePerS) {
    return ticks * TICK_NS / 1000 * ratePerS / (SECOND_NS / 1000);
  }

  /**
   * Publishes what has become due by {@code nowNs}, or the oldest of it: to be called every tick.
   */
  void run(long nowNs) {
    long last = ticks + TICKS_PER_TURN_MAX;
    while (ticks < last && startNs + ticks * TICK_NS <= nowNs) {
      long dueNs = startNs + ticks * TICK_NS;
      ticks++;
      for (long due = due(ticks, ratePerS); issued < due; issued++) {
        Publisher publisher = publishers.get(turn);
        turn = (turn + 1) % publishers.size();
        if (publisher.isHeldBack()) {
          counters.withheld++;
        } else {
          publisher.append(dueNs);
          counters.pacing.record((nowNs - dueNs) / 1000);
          touched.add(publisher);
        }
      }
    }
    Publisher publisher;
    while ((publisher = touched.poll()) != null) {
      publisher.flush();
    }
  }
}
