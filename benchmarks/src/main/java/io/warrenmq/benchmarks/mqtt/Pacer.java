package io.warrenmq.benchmarks.mqtt;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Publishes at a given rate, in turn by all publishers. A message carries the time it was due, not
 * that at which it could be sent, so that a broker which holds the generator up does not hide it.
 */
final class Pacer {
  /** How often there is something due, at most. */
  static final long TICK_NS = 1_000_000;

  private static final long SECOND_NS = 1_000_000_000;

  private final List<Publisher> publishers;
  private final long ratePerS;
  private final long startNs;
  private final ArrayDeque<Publisher> touched = new ArrayDeque<>();
  private long ticks;
  private long issued;
  private int turn;

  Pacer(List<Publisher> publishers, long ratePerS, long startNs) {
    this.publishers = publishers;
    this.ratePerS = ratePerS;
    this.startNs = startNs;
  }

  /** Messages that are due from the start to the end of tick {@code ticks}. */
  static long due(long ticks, long ratePerS) {
    return ticks * TICK_NS / 1000 * ratePerS / (SECOND_NS / 1000);
  }

  /** Publishes what has become due by {@code nowNs}. */
  void run(long nowNs) {
    while (startNs + ticks * TICK_NS <= nowNs) {
      long dueNs = startNs + ticks * TICK_NS;
      ticks++;
      for (long due = due(ticks, ratePerS); issued < due; issued++) {
        Publisher publisher = publishers.get(turn);
        turn = (turn + 1) % publishers.size();
        publisher.append(dueNs);
        touched.add(publisher);
      }
    }
    Publisher publisher;
    while ((publisher = touched.poll()) != null) {
      publisher.flush();
    }
  }
}
