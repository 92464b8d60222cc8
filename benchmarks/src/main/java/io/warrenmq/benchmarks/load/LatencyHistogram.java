package io.warrenmq.benchmarks.load;

import java.util.Arrays;

/** Counts latencies in microseconds, exact below 64 and to 3 % above, without garbage. */
public final class LatencyHistogram {
  private static final int EXACT = 64;
  private static final int STEPS = EXACT / 2; // of each power of two above
  private static final long VALUE_MAX = (1L << 40) - 1;

  private final long[] counts = new long[bucket(VALUE_MAX) + 1];
  private long count;

  public void record(long valueUs) {
    counts[bucket(Math.max(0, Math.min(VALUE_MAX, valueUs)))]++;
    count++;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public void clear() {
    Arrays.fill(counts, 0);
    count = 0;
  }

  /** The value that {@code share} (0..1) of the recorded ones do not exceed; 0 when it is empty. */
  public long percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return highest(bucket);
      }
    }
    return 0;
  }

  private static int bucket(long value) {
    if (value < EXACT) {
      return (int) value;
    }
    int shift = 58 - Long.numberOfLeadingZeros(value); // leaves six bits, the upper one set
    return shift * STEPS + (int) (value >> shift);
  }

  private static long highest(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((bucket - shift * STEPS + 1L) << shift) - 1;
  }
}
