package io.warrenmq.core.metrics;

/**
 * How large the bodies were that came in. The bounds are RabbitMQ's. Written by one loop with plain
 * writes, read by any thread as {@link Counts} are.
 */
public final class SizeHistogram {
  /** The upper bounds in bytes, each inclusive; above the last one is one place more. */
  private static final int[] BOUNDS = {
    100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000, 100_000_000
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private long bytes;

  /** How many bounds there are. */
  public static int bounds() {
    return BOUNDS.length;
  }

  /** A bound, in bytes. */
  public static int bound(int index) {
    return BOUNDS[index];
  }

  /** Takes a body in. The owner's loop. */
  public void add(int bodyBytes) {
    int place = 0;
    while (place < BOUNDS.length && bodyBytes > BOUNDS[place]) {
      place++;
    }
    counts[place]++;
    bytes += bodyBytes;
  }

  /** How many were above the bound before this one and not above it. Any thread. */
  public long count(int index) {
    return counts[index];
  }

  /** How large all were together. Any thread. */
  public long bytes() {
    return bytes;
  }
}
