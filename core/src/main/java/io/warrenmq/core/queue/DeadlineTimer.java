package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/** One timer for the earliest of many deadlines. Confined to its loop. */
final class DeadlineTimer {
  private final Loop loop;
  private final Runnable task;
  private @Nullable TimerHandle timer;
  private long timerAtMs;

  DeadlineTimer(Loop loop, Runnable task) {
    this.loop = loop;
    this.task = task;
  }

  /** Runs the task at this wall time, unless it runs earlier anyway: then it may ask again. */
  void set(long deadlineMs) {
    if (timer != null && timerAtMs <= deadlineMs) {
      return;
    }
    cancel();
    timerAtMs = deadlineMs;
    long delayMs = Math.max(0, deadlineMs - loop.clock().wallMs());
    timer = loop.schedule(delayMs, this::onTimer);
  }

  /** Runs the task after so many milliseconds, unless it is to run anyway. */
  void setAfter(long delayMs) {
    if (timer == null) {
      set(loop.clock().wallMs() + delayMs);
    }
  }

  private void onTimer() {
    timer = null;
    task.run();
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
