package io.warrenmq.core.metrics;

/**
 * How often what has happened, so far. Written by one loop with plain writes; any thread may read,
 * and sees what was true a moment ago: each number for itself, never a torn one.
 */
public final class Counts {
  private static final int SIZE = Counter.values().length;

  /** Of what nothing was counted yet. Nobody adds to it. */
  public static final Counts NONE = new Counts();

  private final long[] values = new long[SIZE];

  /** Counts one. The owner's loop. */
  public void add(Counter counter) {
    values[counter.ordinal()]++;
  }

  /** Counts some. The owner's loop. */
  public void add(Counter counter, long more) {
    values[counter.ordinal()] += more;
  }

  /** How often so far. Any thread. */
  public long get(Counter counter) {
    return values[counter.ordinal()];
  }

  /** Adds all numbers of another to these. The thread that has made these. */
  public void addAll(Counts others) {
    for (int i = 0; i < values.length; i++) {
      values[i] += others.values[i];
    }
  }
}
