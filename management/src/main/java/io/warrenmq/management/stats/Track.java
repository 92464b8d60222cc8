package io.warrenmq.management.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one thing, as they were at the last samples: enough for rates, and a history while
 * there is room for one. The management thread's.
 */
final class Track {
  private long[] now;
  private long[] before;
  private long nowMs;
  private long beforeMs;
  private long @Nullable [] history; // a ring of rows
  private int newest = -1; // row
  private int rowsMax;
  private int rows;

  /** Of which this is the first sample. */
  Track(long[] first, long atMs) {
    now = first.clone();
    before = now.clone();
    nowMs = atMs;
    beforeMs = atMs;
  }

  boolean hasHistory() {
    return history != null;
  }

  /**
   * From now on its samples are kept.
   *
   * @param most how many of them
   */
  void keepHistory(int most) {
    rowsMax = most;
    history = new long[most * now.length];
    remember();
  }

  /** Takes a sample; says whether it is another than the last one. */
  boolean sample(long[] values, long atMs) {
    boolean changed = !Arrays.equals(now, values);
    long[] oldest = before;
    before = now;
    beforeMs = nowMs;
    System.arraycopy(values, 0, oldest, 0, values.length);
    now = oldest;
    nowMs = atMs;
    remember();
    return changed;
  }

  private void remember() {
    long[] ring = history;
    if (ring != null) {
      newest = (newest + 1) % rowsMax;
      rows = Math.min(rows + 1, rowsMax);
      System.arraycopy(now, 0, ring, newest * now.length, now.length);
    }
  }

  /** How much a number grows in a second, by the last two samples. */
  double rate(int metric) {
    long ms = nowMs - beforeMs;
    return ms <= 0 ? 0 : (now[metric] - before[metric]) * 1000.0 / ms;
  }

  /** When it was last looked at. */
  long sampledMs() {
    return nowMs;
  }

  /**
   * A number as it was.
   *
   * @param back how many samples ago; 0 for the last one
   * @return the oldest that is known, where that is too far
   */
  long value(int metric, int back) {
    long[] ring = history;
    if (ring == null || rows == 0) {
      return back == 0 ? now[metric] : before[metric];
    }
    int row = Math.floorMod(newest - Math.min(back, rows - 1), rowsMax);
    return ring[row * now.length + metric];
  }

  /** How many samples are kept. */
  int samples() {
    return history == null ? 1 : rows;
  }
}
