package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;

/** Who waits for a publish to be settled by the queues it was routed to: a publisher's session. */
public interface ConfirmTarget {
  /** The loop on which it wants to be told. */
  Loop loop();

  /**
   * One queue has settled the publish. On {@link #loop}.
   *
   * @param publishId the publisher's number for it
   * @param accepted false when the queue refused it
   */
  void onQueueConfirm(long publishId, boolean accepted);
}
