package io.warrenmq.api.interceptor;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;

/**
 * A delivery as an interceptor passes it on: says what the original says, but for what is
 * overridden. Kept by the session until the client has settled it, with all that it refers to.
 */
public abstract class ForwardingDelivery implements Delivery {
  private final Delivery original;

  /** Of the delivery that the interceptor was given. */
  protected ForwardingDelivery(Delivery original) {
    this.original = original;
  }

  /** What the interceptor was given. */
  public final Delivery original() {
    return original;
  }

  /**
   * It is settled by the client, or in its name. Not called when the session closes before. The
   * session's loop.
   */
  public void onSettled(SettleOutcome outcome) {}

  @Override
  public Message message() {
    return original.message();
  }

  @Override
  public final String queueName() {
    return original.queueName();
  }

  @Override
  public final boolean isRedelivered() {
    return original.isRedelivered();
  }

  @Override
  public final int deliveryCount() {
    return original.deliveryCount();
  }

  @Override
  public final long deliveredMs() {
    return original.deliveredMs();
  }

  @Override
  public final long settleTimeoutMs() {
    return original.settleTimeoutMs();
  }
}
