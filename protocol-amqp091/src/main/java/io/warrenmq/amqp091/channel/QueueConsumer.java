package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.method.BasicMethod.BasicCancel;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a queue: turns its deliveries into basic.deliver. Confined to the connection's
 * loop.
 */
final class QueueConsumer implements DeliverySink {
  private final ChannelScope scope;
  private final Settlements settlements;
  private final Consumers consumers;
  private final String tag;
  private final byte[] head;
  private final boolean noAck;
  private @Nullable ConsumerHandle handle; // null until the broker has opened it

  QueueConsumer(
      ChannelScope scope, Settlements settlements, Consumers consumers, String tag, boolean noAck) {
    this.scope = scope;
    this.settlements = settlements;
    this.consumers = consumers;
    this.tag = tag;
    this.head = ContentWriter.deliveryHead(scope.number(), tag);
    this.noAck = noAck;
  }

  void opened(ConsumerHandle opened) {
    handle = opened;
  }

  @Nullable ConsumerHandle handle() {
    return handle;
  }

  @Override
  public void onDelivery(Delivery delivery) {
    long deliveryTag = noAck ? settlements.tagSettled() : settlements.tag(delivery);
    scope
        .writer()
        .deliver(
            scope.number(),
            head,
            deliveryTag,
            delivery.isRedelivered(),
            delivery.message(),
            delivery.deliveryCount());
  }

  @Override
  public void onCancelled() {
    if (consumers.remove(tag, this) && !scope.isReleased()) {
      if (scope.connection().consumerCancelNotify()) {
        scope.send(new BasicCancel(tag, true));
      }
    }
  }
}
