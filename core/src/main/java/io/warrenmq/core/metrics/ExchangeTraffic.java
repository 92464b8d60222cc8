package io.warrenmq.core.metrics;

/**
 * What was published to one exchange from one loop. Written by that loop, read by any thread as
 * {@link Counts} are.
 */
public final class ExchangeTraffic {
  private long in;
  private long out;

  /** A message came in, and went to so many queues. */
  public void add(int queues) {
    in++;
    out += queues;
  }

  /** Messages that came in. Any thread. */
  public long in() {
    return in;
  }

  /** Queues that they went to, each counted. Any thread. */
  public long out() {
    return out;
  }
}
