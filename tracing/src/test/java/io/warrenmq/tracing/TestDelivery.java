package io.warrenmq.tracing;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;

/** A message from a queue. */
record TestDelivery(Message message, String queueName, boolean isRedelivered, int deliveryCount)
    implements Delivery {
  TestDelivery(Message message) {
    this(message, "q", false, 0);
  }

  @Override
  public long deliveredMs() {
    return 0;
  }

  @Override
  public long settleTimeoutMs() {
    return 0;
  }
}
