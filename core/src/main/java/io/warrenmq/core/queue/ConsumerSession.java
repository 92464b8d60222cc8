package io.warrenmq.core.queue;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import org.jspecify.annotations.Nullable;

/** The session a consumer belongs to, as its queue sees it. */
public interface ConsumerSession {
  /** The loop it lives on. Any loop. */
  Loop loop();

  /** Whether its socket takes more. Any loop. */
  boolean isWritable();

  /** The limit that all its consumers share. Any loop. */
  SessionCredit credit();

  /** The connection it belongs to; {@code null} for the broker's own. Any loop. */
  default @Nullable BrokerConnection connection() {
    return null;
  }

  /** A consumer was ended by its queue. Its loop. */
  void onConsumerEnded(Consumer consumer);
}
