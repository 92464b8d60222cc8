package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * When the messages of a queue expire: by their own TTL or the queue's, whichever is less. Confined
 * to the queue's home loop.
 */
final class MessageExpiry {
  private final Loop home;
  private long queueTtlMs;
  private final Runnable onDeadline;
  private long freshFrom = 1; // messages from this number on have come since the last run
  private @Nullable DeadlineTimer timer; // once a message has a deadline

  /**
   * Creates it.
   *
   * @param queueTtlMs 0 or more; −1 for none
   * @param onDeadline called when a deadline that {@link #onRunEnd} was told has come
   */
  MessageExpiry(Loop home, long queueTtlMs, Runnable onDeadline) {
    this.home = home;
    this.queueTtlMs = queueTtlMs;
    this.onDeadline = onDeadline;
  }

  /** Another TTL for what comes in from now on: 0 or more; −1 for none. */
  void setQueueTtl(long ttlMs) {
    queueTtlMs = ttlMs;
  }

  /** Gives a message that comes in its deadline. */
  void setDeadline(Entry entry) {
    long own = entry.message().ttlMs();
    long ttlMs = own < 0 ? queueTtlMs : queueTtlMs < 0 ? own : Math.min(own, queueTtlMs);
    if (ttlMs >= 0) {
      entry.expiresAtMs = home.clock().wallMs() + ttlMs;
      entry.expiresAtOnce = ttlMs == 0;
    }
  }

  /**
   * Whether the message that would be handed out next has expired. One with a TTL of 0 has not
   * before a run has tried to hand it out.
   */
  boolean isExpired(Entry head, long nowMs) {
    if (head.expiresAtMs < 0 || head.expiresAtMs > nowMs) {
      return false;
    }
    return !head.expiresAtOnce || head.seq < freshFrom;
  }

  /**
   * A run has handed out what it could.
   *
   * @param nextSeq the number that the next message gets
   * @param deadlineMs the first deadline in wall time; negative for none
   */
  void onRunEnd(long nextSeq, long deadlineMs) {
    freshFrom = nextSeq;
    if (deadlineMs >= 0) {
      if (timer == null) {
        timer = new DeadlineTimer(home, onDeadline);
      }
      timer.set(deadlineMs);
    }
  }

  /** The queue has ended. */
  void stop() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
