package io.warrenmq.stomp.session;

import io.warrenmq.api.broker.Transaction.Settlement;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.UnackedDeliveries;
import io.warrenmq.stomp.codec.MessageHead;
import io.warrenmq.stomp.destination.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a client: turns its deliveries into MESSAGE frames, and keeps those that the
 * client has not acknowledged, also when it has ended. Confined to the connection's loop.
 */
final class Subscription implements DeliverySink {
  private final Deliveries deliveries;
  private final SubscriptionName name;
  private final Destination destination;
  private final AckMode ackMode;
  private final MessageHead head;
  private final UnackedDeliveries unacked = new UnackedDeliveries();
  private String queue = "";
  private @Nullable ConsumerHandle consumer; // null until the broker has opened it

  Subscription(
      Deliveries deliveries, SubscriptionName name, Destination destination, AckMode ackMode) {
    this.deliveries = deliveries;
    this.name = name;
    this.destination = destination;
    this.ackMode = ackMode;
    this.head = deliveries.head(name, ackMode);
  }

  void opened(String from, ConsumerHandle handle) {
    queue = from;
    consumer = handle;
  }

  SubscriptionName name() {
    return name;
  }

  Destination destination() {
    return destination;
  }

  /** The queue that it is of. */
  String queue() {
    return queue;
  }

  @Nullable ConsumerHandle consumer() {
    return consumer;
  }

  AckMode ackMode() {
    return ackMode;
  }

  /** What the identifiers of its messages begin with, as they stand in frames. */
  byte[] idPrefix() {
    return head.idPrefix();
  }

  /** What the client has not acknowledged. */
  UnackedDeliveries unacked() {
    return unacked;
  }

  /** What was to be acknowledged in a transaction is not. */
  void restore(List<Settlement> settlements) {
    long[] tags = new long[settlements.size()];
    Delivery[] restored = new Delivery[tags.length];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = settlements.get(i).tag();
      restored[i] = settlements.get(i).delivery();
    }
    unacked.restore(tags, restored, tags.length);
  }

  @Override
  public void onDelivery(Delivery delivery) {
    long tag = deliveries.nextTag();
    if (ackMode != AckMode.AUTO) {
      unacked.add(tag, delivery);
      deliveries.onUnacked(delivery);
    }
    deliveries.write(head, tag, delivery);
  }

  @Override
  public void onCancelled() {
    deliveries.onCancelled(this);
  }
}
