package io.warrenmq.stomp.session;

import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleTimeouts;
import io.warrenmq.stomp.codec.MessageHead;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.message.DeliveredMessage;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the subscriptions of a session have in common: how their messages are numbered and written,
 * and how long these may be unacknowledged. Confined to the connection's loop.
 */
final class Deliveries {
  /** Separates what a message's identifier is made of. */
  static final String SEPARATOR = "@@";

  private final SessionContext context;
  private final Subscriptions subscriptions;
  private final LongBinaryOperator overdueMs;
  private final DeliveredMessage delivered;
  private @Nullable SettleTimeouts timeouts; // from the first message on that is to be acknowledged
  private long lastTag;

  /**
   * Creates it.
   *
   * @param overdueMs of wall time and the default time-out makes the time-out that a message of the
   *     session has exceeded, or 0
   */
  Deliveries(SessionContext context, Subscriptions subscriptions, LongBinaryOperator overdueMs) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.overdueMs = overdueMs;
    this.delivered = new DeliveredMessage(context.format(), context.version());
  }

  MessageHead head(SubscriptionName name, AckMode ackMode) {
    String prefix = name.consumerTag() + SEPARATOR + context.sessionId() + SEPARATOR;
    return MessageHead.of(context.version(), name.id(), prefix, ackMode != AckMode.AUTO);
  }

  /** The number of the next message, unique in the session. */
  long nextTag() {
    return ++lastTag;
  }

  void write(MessageHead head, long tag, Delivery delivery) {
    context
        .writer()
        .message(
            head,
            tag,
            delivery.isRedelivered(),
            delivered.of(delivery.message(), delivery.deliveryCount()));
  }

  /** A message is to be acknowledged in time. */
  void onUnacked(Delivery delivery) {
    SettleTimeouts running = timeouts;
    if (running == null) {
      running =
          new SettleTimeouts(
              context.loop(), context.broker().limits().consumerTimeoutMs(), this::checkTimeouts);
      running.start();
      timeouts = running;
    }
    if (delivery.settleTimeoutMs() > 0) {
      running.keep(delivery.settleTimeoutMs());
    }
  }

  private void checkTimeouts(long nowMs) {
    long timeoutMs = overdueMs.applyAsLong(nowMs, context.broker().limits().consumerTimeoutMs());
    if (timeoutMs > 0) {
      context
          .owner()
          .onFault(
              Refusals.preconditionFailed(
                  "delivery acknowledgement on channel 1 timed out. Timeout value used: "
                      + timeoutMs
                      + " ms. This timeout value can be configured, see consumers doc guide to"
                      + " learn more"),
              null);
    }
  }

  /** The broker has ended a subscription: its queue is gone. */
  void onCancelled(Subscription subscription) {
    if (subscriptions.forget(subscription) && !context.owner().isClosed()) {
      SubscriptionName name = subscription.name();
      context
          .owner()
          .onCancelled(
              new StompFault(
                  "Server cancelled subscription",
                  "The server has canceled a subscription.\nNo more messages will be delivered for "
                      + '"'
                      + name.text()
                      + "\".\n"),
              name.id());
    }
  }

  /** The session ends. */
  void stop() {
    if (timeouts != null) {
      timeouts.stop();
    }
  }
}
