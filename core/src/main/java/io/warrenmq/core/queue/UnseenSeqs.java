package io.warrenmq.core.queue;

import java.util.Arrays;

/**
 * The numbers of one priority that a consumer has still to look at: a few runs of those that came
 * back, and all from some number on. It looks at the lowest first. When there are too many runs,
 * the two nearest become one: then what is between them is looked at once more. Confined to its
 * user.
 */
final class UnseenSeqs {
  static final int RUNS_MAX = 32;
  private static final long[] NONE = new long[0];

  private long[] firsts = NONE;
  private long[] lasts = NONE;
  private int runs;
  private long rest; // everything from here on

  /** The lowest number that it has not looked at. */
  long first() {
    return runs > 0 ? firsts[0] : rest;
  }

  /** The highest of those in a row with the lowest. */
  long last() {
    return runs > 0 ? lasts[0] : Long.MAX_VALUE;
  }

  /**
   * It has looked at all up to this number.
   *
   * @param seq {@link #first} or above
   */
  void seen(long seq) {
    int gone = 0;
    while (gone < runs && lasts[gone] <= seq) {
      gone++;
    }
    if (gone > 0) {
      remove(0, gone);
    }
    if (runs > 0) {
      firsts[0] = Math.max(firsts[0], seq + 1);
    }
    rest = Math.max(rest, seq + 1);
  }

  /** It has to look at this one again, or for the first time. */
  void add(long seq) {
    if (seq >= rest) {
      return;
    }
    if (seq == rest - 1) {
      rest = seq;
      if (runs > 0 && lasts[runs - 1] >= seq - 1) {
        rest = firsts[--runs];
      }
      return;
    }
    int at = Arrays.binarySearch(firsts, 0, runs, seq);
    if (at >= 0) {
      return;
    }
    at = -at - 1; // the run above it
    boolean joinsBelow = at > 0 && lasts[at - 1] >= seq - 1;
    boolean joinsAbove = at < runs && firsts[at] == seq + 1;
    if (joinsBelow && joinsAbove) {
      lasts[at - 1] = lasts[at];
      remove(at, 1);
    } else if (joinsBelow) {
      lasts[at - 1] = Math.max(lasts[at - 1], seq);
    } else if (joinsAbove) {
      firsts[at] = seq;
    } else {
      insert(at, seq);
    }
  }

  private void insert(int at, long seq) {
    if (runs == firsts.length) {
      int length = Math.max(4, runs * 2);
      firsts = Arrays.copyOf(firsts, length);
      lasts = Arrays.copyOf(lasts, length);
    }
    System.arraycopy(firsts, at, firsts, at + 1, runs - at);
    System.arraycopy(lasts, at, lasts, at + 1, runs - at);
    firsts[at] = seq;
    lasts[at] = seq;
    if (++runs == RUNS_MAX) {
      joinNearest();
    }
  }

  private void joinNearest() {
    int nearest = 1;
    for (int run = 2; run < runs; run++) {
      if (firsts[run] - lasts[run - 1] < firsts[nearest] - lasts[nearest - 1]) {
        nearest = run;
      }
    }
    lasts[nearest - 1] = lasts[nearest];
    remove(nearest, 1);
  }

  private void remove(int at, int many) {
    System.arraycopy(firsts, at + many, firsts, at, runs - at - many);
    System.arraycopy(lasts, at + many, lasts, at, runs - at - many);
    runs -= many;
  }
}
