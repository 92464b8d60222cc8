package io.warrenmq.core.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What those sessions have done, all together, that are closed: with those that are open it makes
 * what a vhost has seen. Costs a message nothing, as each session is added once, when it closes.
 * Thread-safe.
 */
public final class ClosedSessions {
  private final AtomicLongArray values = new AtomicLongArray(Counter.values().length);

  /** Adds a session that does nothing more. Its loop. */
  public void add(Counts session) {
    for (Counter counter : Counter.values()) {
      long value = session.get(counter);
      if (value != 0) {
        values.addAndGet(counter.ordinal(), value);
      }
    }
  }

  /** A copy of the numbers, the caller's own. Any thread. */
  public Counts counts() {
    Counts copy = new Counts();
    for (Counter counter : Counter.values()) {
      copy.add(counter, values.get(counter.ordinal()));
    }
    return copy;
  }
}
