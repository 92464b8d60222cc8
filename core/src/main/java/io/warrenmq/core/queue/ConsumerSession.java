package io.warrenmq.core.queue;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.metrics.SessionMetrics;
import org.jspecify.annotations.Nullable;

/** The session a consumer belongs to, as its queue sees it. */
public interface ConsumerSession {
  /** The loop it lives on. Any loop. */
  Loop loop();

  /** Whether its socket takes more. Any loop. */
  boolean isWritable();

  /** The limit that all its consumers share. Any loop. */
  SessionCredit credit();

  /** What it has done. Its loop. */
  SessionMetrics metrics();

  /** The connection it belongs to; {@code null} for the broker's own. Any loop. */
  default @Nullable BrokerConnection connection() {
    return null;
  }

  /** Its number in the connection, where its protocol numbers them; else 0. Any loop. */
  default int number() {
    return 0;
  }

  /**
   * What the client is shown of a delivery. Its loop.
   *
   * @param settled whether nobody will settle it
   */
  default Delivery shown(Delivery delivery, boolean settled) {
    return delivery;
  }

  /** A consumer was ended by its queue. Its loop. */
  void onConsumerEnded(Consumer consumer);
}
