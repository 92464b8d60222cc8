package io.warrenmq.core.queue;

import java.util.Arrays;

/**
 * Growing numbers of messages, kept as runs of consecutive ones: a queue without priorities has one
 * run a segment. Immutable once made.
 */
public final class SeqRuns {
  private final long[] firsts;
  private final int[] starts; // by run: the index of its first number
  private final int runs;
  private final int count;

  private SeqRuns(long[] firsts, int[] starts, int runs, int count) {
    this.firsts = firsts;
    this.starts = starts;
    this.runs = runs;
    this.count = count;
  }

  /** Gathers numbers. */
  public static final class Builder {
    private long[] firsts = new long[1];
    private int[] starts = new int[1];
    private int runs;
    private int count;
    private long last = Long.MIN_VALUE;

    /** Adds a number above those so far. */
    public Builder add(long seq) {
      return add(seq, 1);
    }

    /** Adds so many consecutive numbers. */
    public Builder add(long first, int many) {
      if (count == 0 || first != last + 1) {
        if (runs == firsts.length) {
          firsts = Arrays.copyOf(firsts, runs * 2);
          starts = Arrays.copyOf(starts, runs * 2);
        }
        firsts[runs] = first;
        starts[runs] = count;
        runs++;
      }
      count += many;
      last = first + many - 1;
      return this;
    }

    /** The numbers, at least one. */
    public SeqRuns build() {
      return new SeqRuns(firsts, starts, runs, count);
    }
  }

  /** How many numbers. */
  public int count() {
    return count;
  }

  /** How many runs. */
  public int runCount() {
    return runs;
  }

  /** The first number of a run. */
  public long runFirst(int run) {
    return firsts[run];
  }

  /** How many numbers a run has. */
  public int runLength(int run) {
    return (run + 1 < runs ? starts[run + 1] : count) - starts[run];
  }

  /** The number at an index. */
  public long at(int index) {
    int run = Arrays.binarySearch(starts, 0, runs, index);
    if (run < 0) {
      run = -run - 2;
    }
    return firsts[run] + (index - starts[run]);
  }

  /** The lowest number. */
  public long first() {
    return firsts[0];
  }

  /** The highest number. */
  public long last() {
    return at(count - 1);
  }

  /** The index of the first number that is at least this one; {@link #count} for none. */
  public int indexFrom(long seq) {
    int run = Arrays.binarySearch(firsts, 0, runs, seq);
    if (run >= 0) {
      return starts[run];
    }
    int below = -run - 2;
    if (below < 0) {
      return 0;
    }
    return starts[below] + (int) Math.min(seq - firsts[below], runLength(below));
  }

  /** The index of a number; −1 when it is not among them. */
  public int indexOf(long seq) {
    int run = Arrays.binarySearch(firsts, 0, runs, seq);
    if (run < 0) {
      run = -run - 2;
    }
    if (run < 0 || seq - firsts[run] >= runLength(run)) {
      return -1;
    }
    return starts[run] + (int) (seq - firsts[run]);
  }
}
