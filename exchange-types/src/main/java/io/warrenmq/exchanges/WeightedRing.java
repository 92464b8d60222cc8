package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.Destination;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A row of buckets, so many for each destination as it has weight, kept as runs of equal ones: a
 * weight costs a client nothing, so it must cost no memory. Immutable; a change copies the runs.
 */
final class WeightedRing {
  static final WeightedRing EMPTY = new WeightedRing(new Destination[0], new long[0]);

  private final Destination[] destinations;
  private final long[] ends; // one past the last bucket of each run, ascending

  private WeightedRing(Destination[] destinations, long[] ends) {
    this.destinations = destinations;
    this.ends = ends;
  }

  /** How many buckets there are. */
  long size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** The destination of the bucket that a hash chooses; there must be one. */
  Destination choose(long hash) {
    int found = Arrays.binarySearch(ends, Hashing.jump(hash, size()));
    // The end of a run is the first bucket of the next; any other bucket lies between two ends.
    return destinations[found >= 0 ? found + 1 : -found - 1];
  }

  /** With so many buckets more at the end. */
  WeightedRing with(Destination destination, int weight) {
    Runs runs = new Runs(ends.length + 1);
    for (int i = 0; i < ends.length; i++) {
      runs.add(destinations[i], length(i));
    }
    runs.add(destination, weight);
    return runs.toRing();
  }

  /**
   * Takes so many buckets of a destination out, the last ones, and fills the holes from the row's
   * end. Moving all up instead would give most keys of the others to a neighbour.
   */
  WeightedRing without(Destination gone, int weight) {
    long kept = size() - weight;
    long holes = weight;
    ArrayDeque<Run> moving = new ArrayDeque<>(); // what stood behind the new end, in its order
    Runs backwards = new Runs(ends.length + 1);
    for (int i = ends.length - 1; i >= 0; i--) {
      long length = length(i);
      long behind = Math.min(length, Math.max(0, ends[i] - kept));
      long closed = destinations[i] == gone ? Math.min(holes, behind) : 0;
      holes -= closed;
      if (behind > closed) {
        moving.push(new Run(destinations[i], behind - closed));
      }
      long within = length - behind;
      long filled = destinations[i] == gone ? Math.min(holes, within) : 0;
      holes -= filled;
      fill(backwards, filled, moving);
      backwards.add(destinations[i], within - filled);
    }
    return backwards.reversed().toRing();
  }

  private static void fill(Runs runs, long holes, ArrayDeque<Run> moving) {
    for (long left = holes; left > 0; ) {
      Run next = moving.pop();
      long length = Math.min(next.length, left);
      runs.add(next.destination, length);
      left -= length;
      if (next.length > length) {
        moving.push(new Run(next.destination, next.length - length));
      }
    }
  }

  private long length(int run) {
    return run == 0 ? ends[0] : ends[run] - ends[run - 1];
  }

  private record Run(Destination destination, long length) {}

  /** Runs in the making; neighbours of the same destination become one. */
  private static final class Runs {
    private Destination[] destinations;
    private long[] lengths;
    private int count;

    Runs(int capacity) {
      destinations = new Destination[capacity];
      lengths = new long[capacity];
    }

    void add(Destination destination, long length) {
      if (length == 0) {
        return;
      }
      if (count > 0 && destinations[count - 1] == destination) {
        lengths[count - 1] += length;
        return;
      }
      if (count == lengths.length) {
        destinations = Arrays.copyOf(destinations, count * 2);
        lengths = Arrays.copyOf(lengths, count * 2);
      }
      destinations[count] = destination;
      lengths[count++] = length;
    }

    Runs reversed() {
      Runs reversed = new Runs(Math.max(1, count));
      for (int i = count - 1; i >= 0; i--) {
        reversed.add(destinations[i], lengths[i]);
      }
      return reversed;
    }

    WeightedRing toRing() {
      long[] ends = Arrays.copyOf(lengths, count);
      for (int i = 1; i < count; i++) {
        ends[i] += ends[i - 1];
      }
      return new WeightedRing(Arrays.copyOf(destinations, count), ends);
    }
  }
}
