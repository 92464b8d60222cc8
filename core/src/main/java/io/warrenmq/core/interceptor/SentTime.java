package io.warrenmq.core.interceptor;

import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.queue.Delivery;

/**
 * Gives each delivery the time at which it leaves the broker: RabbitMQ's {@code
 * message_interceptors.outgoing.timestamp}.
 */
record SentTime() implements MessageInterceptor {
  private static final String SENT_TIME = "x-opt-rabbitmq-sent-time";

  @Override
  public String name() {
    return "sent-time";
  }

  @Override
  public Delivery onDelivery(InterceptedSession session, Delivery delivery, boolean settled) {
    Timestamp now = new Timestamp(session.loop().clock().wallMs());
    Message message = delivery.message();
    return new Stamped(delivery, message.annotate(message.annotations().with(SENT_TIME, now)));
  }

  private static final class Stamped extends ForwardingDelivery {
    private final Message message;

    Stamped(Delivery original, Message message) {
      super(original);
      this.message = message;
    }

    @Override
    public Message message() {
      return message;
    }
  }
}
