package io.warrenmq.cli.perf;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The times at which a producer sends. One that has fallen behind catches up at once, for a second
 * at most: a broker that stands still is not hit with all of it afterwards. Confined to the
 * producer's thread.
 */
final class Pace {
  private static final long BEHIND_MAX_NS = TimeUnit.SECONDS.toNanos(1);

  /** How often it is looked whether it is over. */
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final double stepNs; // 0: no pace
  private final long startNs;
  private double nextNs; // since the start

  /**
   * A pace.
   *
   * @param rate messages a second; 0 for no limit
   */
  Pace(double rate, long nowNs) {
    this.stepNs = rate == 0 ? 0 : 1e9 / rate;
    this.startNs = nowNs;
  }

  /** Ns to wait before the next message, 0 or less for none; it counts as sent then. */
  long waitNs(long nowNs) {
    if (stepNs == 0) {
      return 0;
    }
    double elapsedNs = nowNs - startNs;
    if (elapsedNs - nextNs > BEHIND_MAX_NS) {
      nextNs = elapsedNs - BEHIND_MAX_NS;
    }
    double waitNs = nextNs - elapsedNs;
    nextNs += stepNs;
    return (long) waitNs;
  }

  /** Waits for the next message's time, or until {@code isOver}. */
  void await(BooleanSupplier isOver) {
    long nowNs = System.nanoTime();
    long dueNs = nowNs + waitNs(nowNs);
    for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
      if (isOver.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(Math.min(leftNs, LOOK_NS));
    }
  }
}
