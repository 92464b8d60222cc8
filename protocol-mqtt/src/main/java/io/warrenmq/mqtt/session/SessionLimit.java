package io.warrenmq.mqtt.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many sessions may outlive their connections: on the node, and in each vhost. Thread-safe. */
public final class SessionLimit {
  private final long max;
  private final long maxPerVhost;
  private final AtomicLong count = new AtomicLong();
  private final ConcurrentHashMap<String, Long> counts = new ConcurrentHashMap<>(); // by vhost

  public SessionLimit(long max, long maxPerVhost) {
    this.max = max;
    this.maxPerVhost = maxPerVhost;
  }

  /** One begins; false when there are as many as there may be. */
  public boolean take(String vhost) {
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return false;
    }
    boolean[] taken = new boolean[1];
    counts.compute(
        vhost,
        (name, known) -> {
          long before = known == null ? 0 : known;
          taken[0] = before < maxPerVhost;
          return taken[0] ? Long.valueOf(before + 1) : known;
        });
    if (!taken[0]) {
      count.decrementAndGet();
    }
    return taken[0];
  }

  /** One is there from the broker's former life, however many there may be by now. */
  public void restore(String vhost) {
    count.incrementAndGet();
    counts.merge(vhost, 1L, Long::sum);
  }

  /** One has ended. */
  public void release(String vhost) {
    count.decrementAndGet();
    counts.computeIfPresent(vhost, (name, known) -> known == 1 ? null : known - 1);
  }
}
