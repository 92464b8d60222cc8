package io.warrenmq.core.flow;

/** When a monitor looks next: the sooner, the nearer its limit is. Stateless. */
final class CheckInterval {
  /** The shortest. */
  static final long MIN_MS = 100;

  private CheckInterval() {}

  /**
   * How long to wait.
   *
   * @param bytes what was found
   * @param limit what it must not pass unseen, from whichever side
   * @param bytesPerMs how fast it may come nearer
   * @param maxMs the longest
   */
  static long ms(long bytes, long limit, long bytesPerMs, long maxMs) {
    return Math.max(MIN_MS, Math.min(maxMs, Math.abs(bytes - limit) / bytesPerMs));
  }
}
