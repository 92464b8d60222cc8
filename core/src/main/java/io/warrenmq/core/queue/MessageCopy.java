package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.loop.Mail;

/**
 * What a browser gets: a message that stays in its queue. An {@link Entry} is with one party at a
 * time, so this is an object of its own. There is nothing to settle. Immutable.
 *
 * @param consumer the browser
 * @param message the message
 * @param isRedelivered whether it was handed out before, to one that took it
 * @param deliveryCount see {@link Delivery#deliveryCount}
 * @param deliveredMs when it was copied
 */
record MessageCopy(
    Consumer consumer, Message message, boolean isRedelivered, int deliveryCount, long deliveredMs)
    implements Mail, Delivery {
  private static final int OVERHEAD_BYTES = 100; // as for an entry, without the message

  @Override
  public void arrive() {
    consumer.onArrival(this);
  }

  @Override
  public int weight() {
    return OVERHEAD_BYTES + message.weight();
  }

  @Override
  public String queueName() {
    return consumer.queue().name();
  }

  @Override
  public long settleTimeoutMs() {
    return 0;
  }
}
