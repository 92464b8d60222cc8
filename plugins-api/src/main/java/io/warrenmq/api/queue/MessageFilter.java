package io.warrenmq.api.queue;

import io.warrenmq.api.message.Message;

/**
 * Says which messages a consumer wants. Immutable. Called on the queue's loop for one message after
 * the other, and by several loops at the same time: must not block, has no side effects, never
 * throws.
 */
public interface MessageFilter {
  /** Whether the consumer wants this message. */
  boolean matches(Message message);
}
