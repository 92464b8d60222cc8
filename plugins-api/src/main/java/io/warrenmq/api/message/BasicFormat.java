package io.warrenmq.api.message;

import io.warrenmq.api.auth.Principal;
import java.util.Map;

/**
 * A format whose messages are made of named properties and a body of bytes, and taken apart to
 * them: how the broker's management publishes a message, and shows any. Stateless, thread-safe.
 *
 * <p>The names, in their order, are those of AMQP 0-9-1's class basic: {@code content_type}, {@code
 * content_encoding}, {@code headers}, {@code delivery_mode}, {@code priority}, {@code
 * correlation_id}, {@code reply_to}, {@code expiration}, {@code message_id}, {@code timestamp},
 * {@code type}, {@code user_id}, {@code app_id}, {@code cluster_id}. Headers are a map of canonical
 * values, {@link io.warrenmq.api.resource.Arguments#VOID} for one without a value; delivery mode,
 * priority and timestamp (in seconds) are whole numbers; all else is text.
 */
public interface BasicFormat extends MessageFormat {
  /**
   * The properties of a message as its consumers see them: those that are there, in their order,
   * with what was added to the headers on its way.
   *
   * @param message of this format
   * @param deliveryCount how often it was returned as failed; 0 and −1 are not shown
   */
  Map<String, Object> properties(Message message, int deliveryCount);

  /**
   * A message that is published.
   *
   * @param publisher whose name the property {@code user_id} may have
   * @param receivedMs wall time
   * @param exchange where it is published to
   * @param routingKey its first routing key
   * @param properties by their names; others are passed over
   * @param body not to be changed any more
   * @throws io.warrenmq.api.error.BrokerException PRECONDITION_FAILED when a property is not
   *     acceptable, in the protocol's words; TOO_LARGE when one is longer than it may be
   */
  Message publish(
      Principal publisher,
      long receivedMs,
      String exchange,
      String routingKey,
      Map<String, Object> properties,
      byte[] body);
}
