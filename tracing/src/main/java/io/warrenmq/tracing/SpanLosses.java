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

  /**
   * In a few words, why it failed: the innermost text that says so, or else the innermost class.
   */
  static String reason(@Nullable Throwable failure) {
    String reason = null;
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      // Many a failure that wraps another has no other text than that one's.
      if (text != null && !text.equals(String.valueOf(cause.getCause()))) {
        reason = cause.toString();
      }
      innermost = cause;
    }
    if (reason != null) {
      return reason;
    }
    return innermost == null || innermost == failure
        ? "it did not take them; the log says more at level debug"
        : innermost.toString();
  }
}
