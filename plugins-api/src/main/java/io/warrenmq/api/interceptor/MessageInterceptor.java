package io.warrenmq.api.interceptor;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.queue.Delivery;
import java.util.List;

/**
 * Sees each message that a client publishes and each that it is given, in every protocol; may add
 * annotations to them, route them elsewhere or refuse them. Messages that the broker moves by
 * itself, such as dead letters, pass by. Interceptors are called in the order of their names, each
 * with what the one before has made.
 *
 * <p>All methods are called on the session's loop, on the way of the message: they must not block,
 * and what they cost each message costs. What they throw, but for a {@code BrokerException} from
 * {@link #onPublish}, is logged and counts as if they had done nothing.
 */
public interface MessageInterceptor extends Plugin {
  /**
   * Whether it is to be called at all. Asked once, after its start: one that is switched off costs
   * nothing.
   */
  default boolean isActive() {
    return true;
  }

  /**
   * A client publishes a message, which is not routed yet.
   *
   * @return the message, or another in its place; for example {@code
   *     message.annotate(message.annotations().with(key, value))}
   * @throws io.warrenmq.api.error.BrokerException to refuse it: the client is told in its
   *     protocol's own way, and the message goes nowhere
   */
  default Message onPublish(InterceptedSession session, Message message) {
    return message;
  }

  /**
   * The message was routed, and is on its way to its queues.
   *
   * @param message as {@link #onPublish} has made it
   * @param queues the names of the queues; empty when it is unroutable
   */
  default void onRouted(InterceptedSession session, Message message, List<String> queues) {}

  /**
   * A message is handed to a consumer, or to who has asked for one.
   *
   * @param settled whether nobody will settle it: its consumer does not acknowledge
   * @return the delivery, or a {@link ForwardingDelivery} of it that shows the client another
   *     message, or wants to know how it is settled
   */
  default Delivery onDelivery(InterceptedSession session, Delivery delivery, boolean settled) {
    return delivery;
  }
}
