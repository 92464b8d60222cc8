package io.warrenmq.api.loop;

/** A timer that was set. Confined to the loop that set it. */
public interface TimerHandle {
  /** Takes the timer back; does nothing when it has fired or was cancelled before. */
  void cancel();
}
