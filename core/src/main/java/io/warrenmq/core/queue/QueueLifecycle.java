package io.warrenmq.core.queue;

import io.vertx.core.Future;

/**
 * Told by queues about events of their life that the metadata must follow. Called on the queue's
 * home loop.
 */
public interface QueueLifecycle {
  /**
   * An auto-delete queue has ended with its last consumer: forget it.
   *
   * @return completes on the home loop once no loop finds it any more; never fails
   */
  Future<Void> onUnused(Queue queue);

  /** The queue was not used for its {@code x-expires}: delete it. */
  void onExpired(Queue queue);
}
