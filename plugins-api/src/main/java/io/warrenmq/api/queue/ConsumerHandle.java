package io.warrenmq.api.queue;

import io.vertx.core.Future;

/** A consumer that was opened. Confined to the session's loop. */
public interface ConsumerHandle {
  /**
   * Ends the consumer. Deliveries may arrive until the future completes (on the session's loop);
   * unsettled ones stay the session's to settle. An auto-delete queue whose last consumer it was is
   * gone by then.
   */
  Future<Void> cancel();

  /**
   * With credit flow: sets how many deliveries in all, since the consumer began, the client
   * accepts. A total, not an increment, so that a repeated grant does no harm. Less than before
   * takes credit back; deliveries that are on their way by then arrive all the same.
   *
   * @param totalDeliveries 0 or more
   * @param drain whether credit that finds no message is to be used up at once
   */
  void grant(long totalDeliveries, boolean drain);
}
