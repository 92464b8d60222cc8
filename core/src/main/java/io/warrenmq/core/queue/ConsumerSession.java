package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.metrics.SessionMetrics;

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

  /** A consumer was ended by its queue. Its loop. */
  void onConsumerEnded(Consumer consumer);
}
