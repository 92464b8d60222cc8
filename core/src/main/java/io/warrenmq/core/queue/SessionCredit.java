package io.warrenmq.core.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The unsettled deliveries of a session, counted together, and their limit. Taken from by the
 * queues that serve the session on whatever loop, given back to by the session. Lock-free.
 */
public final class SessionCredit {
  private final AtomicInteger used = new AtomicInteger();
  // Written by the session's loop; 0: no limit.
  private volatile int limit;
  // Set by a queue that was refused, cleared by the session when it wakes the refused.
  private volatile boolean starved;

  /** Takes one. Any loop. */
  boolean tryTake() {
    while (true) {
      int most = limit;
      int now = used.get();
      if (most > 0 && now >= most) {
        starved = true;
        // The session may have given one back before it could see the flag.
        if (used.get() >= limit && limit > 0) {
          return false;
        }
      } else if (used.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** How many are taken. Any thread. */
  public int used() {
    return used.get();
  }

  /** The limit, or 0. Any thread. */
  public int limit() {
    return limit;
  }

  /** Gives one back. The session's loop. */
  public void giveBack() {
    used.decrementAndGet();
  }

  /**
   * Sets the limit. The session's loop.
   *
   * @param most 0 for no limit
   */
  public void limit(int most) {
    limit = most;
  }

  /** Whether a queue was refused since the last call. The session's loop. */
  public boolean takeStarved() {
    if (!starved) {
      return false;
    }
    starved = false;
    return true;
  }
}
