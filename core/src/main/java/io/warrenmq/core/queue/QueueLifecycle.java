package io.warrenmq.core.queue;

/**
 * Told by queues about events of their life that the metadata must follow. Called on the queue's
 * home loop.
 */
public interface QueueLifecycle {
  /**
   * The last consumer of an auto-delete queue has gone: delete it, if it is still unused when the
   * metadata loop gets there.
   */
  void onUnused(Queue queue);

  /** The queue was not used for its {@code x-expires}: delete it. */
  void onExpired(Queue queue);
}
