package io.warrenmq.api.queue;

import io.warrenmq.api.message.Message;

/**
 * One message handed to one consumer. The consumer keeps it until it settles it, and gives it back
 * through {@link io.warrenmq.api.broker.VhostAccess#settle}; of an automatically settled one it
 * keeps nothing. Read on the session's loop only.
 */
public interface Delivery {
  /**
   * The message. To be asked for while the delivery is handed over, in {@link
   * DeliverySink#onDelivery} or when a get completes: later it may be on disk. Who needs it longer
   * keeps the message.
   */
  Message message();

  /** The queue it came from. */
  String queueName();

  /** Whether it was delivered before. */
  boolean isRedelivered();

  /**
   * How often it was delivered before and returned as failed, 0 or more; −1 when the queue does not
   * tell its consumers.
   */
  int deliveryCount();

  /** The wall time, in milliseconds, at which it was handed out. */
  long deliveredMs();

  /**
   * How long, in milliseconds from {@link #deliveredMs}, it may stay unsettled: 0 for ever, −1 for
   * the broker's default ({@link io.warrenmq.api.broker.BrokerLimits#consumerTimeoutMs}).
   */
  long settleTimeoutMs();

  /**
   * Whether it has been unsettled for too long.
   *
   * @param nowMs wall time
   * @param defaultMs how long it may be, when its queue does not say so; 0 for ever
   * @return the time that it may be and has been longer than, in milliseconds; 0 when it has not
   */
  default long overdueMs(long nowMs, long defaultMs) {
    long ownMs = settleTimeoutMs();
    long timeoutMs = ownMs >= 0 ? ownMs : defaultMs;
    return timeoutMs > 0 && nowMs - deliveredMs() > timeoutMs ? timeoutMs : 0;
  }
}
