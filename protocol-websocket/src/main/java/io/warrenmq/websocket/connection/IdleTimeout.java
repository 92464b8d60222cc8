package io.warrenmq.websocket.connection;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client that sends nothing: it is asked to after half of the time-out, which an idle one
 * does and one that is gone does not, and keeps proxies from cutting what is idle. Looks a few
 * times in a time-out, so that what comes costs nothing but a flag. It is noticed a quarter to half
 * of the time-out late: one whose protocol says something as often as the time-out is must not race
 * with it. Confined to its loop.
 */
final class IdleTimeout {
  private static final int LOOKS = 4; // in a time-out

  private final Loop loop;
  private final long timeoutMs;
  private final BooleanSupplier reading;
  private final Runnable onQuiet;
  private final Runnable onIdle;
  private boolean heard;
  private int quietLooks; // in a row
  private @Nullable TimerHandle timer;

  /**
   * Begins to watch.
   *
   * @param timeoutMs milliseconds; 0 for never
   * @param reading whether what the client sends is read: if not, silence proves nothing
   * @param onQuiet asks the client to send something
   * @param onIdle called once
   */
  IdleTimeout(
      Loop loop, long timeoutMs, BooleanSupplier reading, Runnable onQuiet, Runnable onIdle) {
    this.loop = loop;
    this.timeoutMs = timeoutMs;
    this.reading = reading;
    this.onQuiet = onQuiet;
    this.onIdle = onIdle;
    if (timeoutMs > 0) {
      lookLater();
    }
  }

  /** Something came. */
  void onHeard() {
    heard = true;
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void lookLater() {
    timer = loop.schedule(Math.max(1, timeoutMs / LOOKS), this::look);
  }

  private void look() {
    timer = null;
    quietLooks = heard || !reading.getAsBoolean() ? 0 : quietLooks + 1;
    heard = false;
    if (quietLooks <= LOOKS) {
      if (quietLooks == LOOKS / 2) {
        onQuiet.run();
      }
      lookLater();
    } else {
      onIdle.run();
    }
  }
}
