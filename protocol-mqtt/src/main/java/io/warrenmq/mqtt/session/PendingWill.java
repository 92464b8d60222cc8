package io.warrenmq.mqtt.session;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A will that waits for its time, MQTT 5.0 §3.1.3.2.2: published once, or taken back when the
 * client comes in time. Thread-safe once it waits.
 */
public final class PendingWill {
  private final Loop loop;
  private final Runnable publish;
  private final AtomicBoolean done = new AtomicBoolean();
  private final TimerHandle timer;

  /**
   * Lets a will wait.
   *
   * @param loop the caller's
   * @param publish publishes it, on that loop
   */
  public PendingWill(Loop loop, long delayMs, Runnable publish) {
    this.loop = loop;
    this.publish = publish;
    this.timer = loop.schedule(delayMs, this::fire);
  }

  private void fire() {
    if (done.compareAndSet(false, true)) {
      publish.run();
    }
  }

  /** The client is there again: it is not published, unless it was already. Any thread. */
  public void cancel() {
    if (done.compareAndSet(false, true)) {
      loop.execute(timer::cancel);
    }
  }

  /** Its session ends before its time: it is published now. Any thread. */
  public void publishNow() {
    loop.execute(
        () -> {
          timer.cancel();
          fire();
        });
  }
}
