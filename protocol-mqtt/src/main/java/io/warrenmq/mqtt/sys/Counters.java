package io.warrenmq.mqtt.sys;

import io.warrenmq.mqtt.topic.TopicFilter;

/** What one loop has counted. Confined to it. */
public final class Counters {
  private static final Counter[] KINDS = Counter.values();
  // Longs before and behind, so that two loops' counts never share a cache line.
  private static final int PADDING = 16;

  private final long[] counts = new long[PADDING + KINDS.length + PADDING];

  /** Counts one more. */
  public void increment(Counter counter) {
    add(counter, 1);
  }

  /** Counts some more, or with a negative number less. */
  public void add(Counter counter, long more) {
    counts[PADDING + counter.ordinal()] += more;
  }

  /** Counts a session's subscriptions with this filter: 1 more, or −1. */
  public void addSubscription(TopicFilter filter, int more) {
    add(filter.isShared() ? Counter.SHARED_SUBSCRIPTIONS : Counter.SUBSCRIPTIONS, more);
  }

  /** What this loop has counted; of what goes up and down, perhaps less than nothing. */
  public long of(Counter counter) {
    return counts[PADDING + counter.ordinal()];
  }

  /** Adds it to sums that begin as those of {@link #sums}. */
  void addTo(long[] sums) {
    for (Counter each : KINDS) {
      sums[each.ordinal()] += of(each);
    }
  }

  /** Sums of nothing yet, by the counters' ordinal numbers. */
  static long[] sums() {
    return new long[KINDS.length];
  }
}
