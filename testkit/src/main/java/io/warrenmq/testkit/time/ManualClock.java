package io.warrenmq.testkit.time;

import io.warrenmq.api.loop.BrokerClock;

/** A clock that stands still until it is moved. Confined to the test's thread. */
public final class ManualClock implements BrokerClock {
  private static final long START_WALL_MS = 1_700_000_000_000L;
  private static final long START_NS =
      -5_000_000_000L; // as with the real one, the origin means nothing

  private long elapsedNs;

  @Override
  public long wallMs() {
    return START_WALL_MS + elapsedNs / 1_000_000;
  }

  @Override
  public long nanos() {
    return START_NS + elapsedNs;
  }

  /** Moves on by milliseconds, 0 or more. */
  public void advanceMs(long ms) {
    advanceToNanos(nanos() + ms * 1_000_000);
  }

  /** Moves on to a time of {@link #nanos}; never back. */
  public void advanceToNanos(long ns) {
    elapsedNs = Math.max(elapsedNs, ns - START_NS);
  }
}
