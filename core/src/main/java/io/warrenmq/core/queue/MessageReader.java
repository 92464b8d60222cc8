package io.warrenmq.core.queue;

import io.warrenmq.api.queue.Delivery;

/** Looks at the messages of a queue one after the other; see {@link Queue#browse}. */
@FunctionalInterface
public interface MessageReader {
  /**
   * Looks at one.
   *
   * @param index its place among those that are ready, from 0, as the queue was when it came there
   * @param copy settled; to be asked for its message now and not later
   * @return whether to go on
   */
  boolean onMessage(long index, Delivery copy);
}
