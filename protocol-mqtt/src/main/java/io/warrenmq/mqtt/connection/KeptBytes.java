package io.warrenmq.mqtt.connection;

import io.warrenmq.mqtt.session.KeptDelivery;
import io.warrenmq.mqtt.session.SessionState;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room for messages that sessions keep for clients that are away: of all sessions together, as
 * nobody is blocked by what waits there. Thread-safe.
 */
final class KeptBytes {
  private static final long MESSAGE_BYTES = 300; // beside its own

  private final long max;
  private final AtomicLong bytes = new AtomicLong();

  KeptBytes(long max) {
    this.max = max;
  }

  private static long weight(KeptDelivery kept) {
    return MESSAGE_BYTES + kept.message().bytes().length;
  }

  /** Takes room for a message; false when there is none. */
  boolean take(KeptDelivery kept) {
    long more = weight(kept);
    if (bytes.addAndGet(more) > max) {
      bytes.addAndGet(-more);
      return false;
    }
    return true;
  }

  /** A message is kept no more. */
  void release(KeptDelivery kept) {
    bytes.addAndGet(-weight(kept));
  }

  /** Nor are those of a session that has come to its end. */
  void release(SessionState state) {
    state.kept().forEach(this::release);
  }

  /** Takes room for what the broker's former life has left, whatever the limit is by now. */
  void restore(SessionState state) {
    state.kept().forEach(each -> bytes.addAndGet(weight(each)));
  }
}
