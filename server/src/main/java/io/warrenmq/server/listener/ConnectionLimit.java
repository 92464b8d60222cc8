package io.warrenmq.server.listener;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections of all listeners and refuses those beyond the bound. Thread-safe. */
final class ConnectionLimit {
  private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

  private final int max; // 0: no bound
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean reported;

  ConnectionLimit(int max) {
    this.max = max;
  }

  /** Takes a place; {@link #release} gives it back. Returns whether there was one. */
  boolean acquire() {
    int now = count.incrementAndGet();
    if (max == 0 || now <= max) {
      return true;
    }
    count.decrementAndGet();
    if (!reported) { // once each time the bound is reached: clients can provoke it at will
      reported = true;
      log.warn(
          "{} connections are open, the most that connection_max allows; closing new ones", max);
    }
    return false;
  }

  void release() {
    if (count.decrementAndGet() < max) {
      reported = false;
    }
  }

  int count() {
    return count.get();
  }
}
