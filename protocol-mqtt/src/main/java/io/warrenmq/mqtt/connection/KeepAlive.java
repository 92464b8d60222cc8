package io.warrenmq.mqtt.connection;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.RoundTimes;
import io.warrenmq.api.loop.TimerHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a client is silent for one and a half times what it has announced. MQTT 5.0
 * §3.1.2.10. Confined to the connection's loop.
 *
 * <p>Looks at {@link RoundTimes} only, so that silence is noticed a 64th of the limit late at most.
 */
final class KeepAlive {
  private static final long NS_MS = 1_000_000;

  private final Loop loop;
  private final BooleanSupplier isHeard;
  private final Runnable onSilence;
  private long limitMs;
  private long lastNs;
  private @Nullable TimerHandle timer;

  /**
   * Does not watch yet.
   *
   * @param isHeard whether the broker reads what the client says: otherwise it is not silent
   */
  KeepAlive(Loop loop, BooleanSupplier isHeard, Runnable onSilence) {
    this.loop = loop;
    this.isHeard = isHeard;
    this.onSilence = onSilence;
  }

  /**
   * Begins to watch.
   *
   * @param seconds what the client has announced; 0: nothing is watched
   */
  void start(int seconds) {
    limitMs = seconds * 1_500L;
    onReceived();
    if (limitMs > 0) {
      lookAfter(limitMs);
    }
  }

  void onReceived() {
    lastNs = loop.clock().nanos();
  }

  private void look() {
    if (!isHeard.getAsBoolean()) {
      onReceived();
    }
    long silentMs = (loop.clock().nanos() - lastNs) / NS_MS;
    if (silentMs >= limitMs) {
      onSilence.run();
    } else {
      lookAfter(limitMs - silentMs);
    }
  }

  private void lookAfter(long delayMs) {
    long grainMs = RoundTimes.grainMs(limitMs);
    timer = loop.schedule(RoundTimes.notBefore(loop, delayMs, grainMs), this::look);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
