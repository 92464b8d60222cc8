package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a queue that nobody uses expires ({@code x-expires}); only queues that may expire have one.
 * Confined to the queue's home loop.
 */
final class QueueExpiry {
  private final Loop home;
  private final long expiresMs;
  private final BooleanSupplier hasConsumers;
  private final Runnable onExpired;
  private long lastUsedMs;
  private @Nullable TimerHandle timer;

  /**
   * Creates it; the first {@link #used} begins the time.
   *
   * @param expiresMs how long the queue lives unused, above 0
   * @param hasConsumers while it has some it is in use
   * @param onExpired called once its time has passed
   */
  QueueExpiry(Loop home, long expiresMs, BooleanSupplier hasConsumers, Runnable onExpired) {
    this.home = home;
    this.expiresMs = expiresMs;
    this.hasConsumers = hasConsumers;
    this.onExpired = onExpired;
  }

  /** Somebody used the queue: its time begins anew. */
  void used() {
    lastUsedMs = home.clock().wallMs();
    watch();
  }

  /** Whether its time has passed. */
  boolean isPassed() {
    return unusedMs() >= expiresMs;
  }

  private long unusedMs() {
    return hasConsumers.getAsBoolean() ? 0 : home.clock().wallMs() - lastUsedMs;
  }

  /** Sees to it that the end of its time is noticed. A use only moves it: no timer per use. */
  void watch() {
    if (timer == null) {
      timer = home.schedule(expiresMs - unusedMs(), this::onTimer);
    }
  }

  private void onTimer() {
    timer = null;
    if (isPassed()) {
      onExpired.run();
    } else {
      watch();
    }
  }

  /** The queue has ended. */
  void stop() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
