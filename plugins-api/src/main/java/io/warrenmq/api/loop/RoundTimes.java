package io.warrenmq.api.loop;

/**
 * Times of the clock that are round: who has to look at something again and again, and need not do
 * it to the millisecond, does so at round times alone, and shares the loop's wake-ups with all that
 * do. With a time of its own for each, ten thousand idle connections would wake a loop hundreds of
 * times a second. Stateless.
 */
public final class RoundTimes {
  private static final long NS_MS = 1_000_000;
  private static final int GRAINS = 64; // in a time of the usual length

  private RoundTimes() {}

  /** How far round times are apart for times of about this length, in ms; 1 or more. */
  public static long grainMs(long lengthMs) {
    return Math.max(1, lengthMs / GRAINS);
  }

  /**
   * The delay until the first round time that is no earlier than a delay from now.
   *
   * @param delayMs 0 or more
   * @param grainMs how far round times are apart, 1 or more
   */
  public static long notBefore(Loop loop, long delayMs, long grainMs) {
    long beyondMs = beyond(loop, delayMs, grainMs);
    return beyondMs == 0 ? delayMs : delayMs + grainMs - beyondMs;
  }

  /**
   * The delay until the round time that is nearest to a delay from now: what is done after the same
   * delay again and again is so kept at the same round times, though timers are late.
   *
   * @param delayMs 0 or more
   * @param grainMs how far round times are apart, 1 or more; no more than the delay
   */
  public static long near(Loop loop, long delayMs, long grainMs) {
    long beyondMs = beyond(loop, delayMs, grainMs);
    return beyondMs * 2 <= grainMs ? delayMs - beyondMs : delayMs + grainMs - beyondMs;
  }

  private static long beyond(Loop loop, long delayMs, long grainMs) {
    return Math.floorMod(loop.clock().nanos() / NS_MS + delayMs, grainMs);
  }
}
