package io.warrenmq.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts spans that do not reach the collector, and logs it once a minute. Thread-safe. */
final class SpanLosses {
  private static final Logger log = LoggerFactory.getLogger(SpanLosses.class);
  private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clockNs;
  private final LongAdder lost = new LongAdder();
  private final AtomicLong nextReportNs;
  private volatile String lastReason = "";

  /**
   * Nothing is lost yet.
   *
   * @param clockNs a clock that only goes forward, in nanoseconds
   */
  SpanLosses(LongSupplier clockNs) {
    this.clockNs = clockNs;
    this.nextReportNs = new AtomicLong(clockNs.getAsLong());
  }

  /** So many more spans are lost, for this reason. */
  void add(long spans, String reason) {
    lost.add(spans);
    lastReason = reason;
  }

  /**
   * Logs how many were lost since the last time, unless that was less than a minute ago.
   *
   * @return how many were logged; 0 when nothing was
   */
  long report() {
    long nowNs = clockNs.getAsLong();
    long dueNs = nextReportNs.get();
    boolean isDue = nowNs - dueNs >= 0 && lost.sum() > 0;
    return isDue && nextReportNs.compareAndSet(dueNs, nowNs + PERIOD_NS) ? reportRest() : 0;
  }

  /**
   * Logs what was not logged yet.
   *
   * @return how many that were
   */
  long reportRest() {
    long count = lost.sumThenReset();
    if (count > 0) {
      log.warn("{} spans were not sent to the OpenTelemetry collector: {}", count, lastReason);
    }
    return count;
  }

  /** In a few words, why it failed: the innermost text that there is, or else the class. */
  static String reason(@Nullable Throwable failure) {
    String reason = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() != null || reason == null ? cause.toString() : reason;
    }
    return reason != null ? reason : "it did not take them";
  }
}
