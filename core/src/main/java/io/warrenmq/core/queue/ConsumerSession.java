package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;

/** The session a consumer belongs to, as its queue sees it. */
public interface ConsumerSession {
  /** The loop it lives on. Any loop. */
  Loop loop();

  /** Whether its socket takes more. Any loop. */
  boolean isWritable();

  /** The limit that all its consumers share. Any loop. */
  SessionCredit credit();

  /** A consumer was ended by its queue. Its loop. */
  void onConsumerEnded(Consumer consumer);

  /** Completes on its loop when a queue that its last consumer has left is gone. Its loop. */
  Future<Void> whenEnded(Queue queue);
}
