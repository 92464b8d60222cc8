package io.warrenmq.api.loop;

/** The broker's only source of time. Thread-safe. */
public interface BrokerClock {
  /**
   * Wall time in milliseconds since 1970-01-01T00:00Z, coarse (about 10 ms); for timestamps and TTL
   * deadlines.
   */
  long wallMs();

  /** Monotonic time in nanoseconds from an arbitrary origin; for measuring. */
  long nanos();
}
