package io.warrenmq.api.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the client of a connection leaves deliveries unsettled for too
 * long. Confined to the loop.
 */
public final class SettleTimeouts implements Runnable {
  private static final long SCAN_MS = 60_000; // as RabbitMQ
  private static final long SCAN_MS_MIN = 100;

  private final Loop loop;
  private final LongConsumer check;
  private long scanMs;
  private @Nullable TimerHandle timer;

  /**
   * Creates them.
   *
   * @param timeoutMs the broker's timeout; 0 for none, though queues may have one of their own
   * @param check looks at what is unsettled; is given the wall time in milliseconds
   */
  public SettleTimeouts(Loop loop, long timeoutMs, LongConsumer check) {
    this.loop = loop;
    this.check = check;
    this.scanMs = timeoutMs == 0 ? SCAN_MS : Math.max(SCAN_MS_MIN, Math.min(SCAN_MS, timeoutMs));
  }

  /** Begins to look. */
  public void start() {
    timer = loop.schedule(scanMs, this);
  }

  /** Looks no more. */
  public void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** A queue has a timeout of its own: looks often enough to keep it. */
  public void keep(long timeoutMs) {
    long shorterMs = Math.max(SCAN_MS_MIN, timeoutMs / 4);
    if (timer != null && shorterMs < scanMs) {
      scanMs = shorterMs;
      timer.cancel();
      timer = loop.schedule(scanMs, this);
    }
  }

  @Override
  public void run() {
    if (timer == null) {
      return;
    }
    timer = loop.schedule(scanMs, this);
    check.accept(loop.clock().wallMs());
  }
}
