package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.performative.DeliveryState;
import org.jspecify.annotations.Nullable;

/** What becomes of the messages of an incoming link. Confined to the connection's loop. */
public interface MessageTarget {
  /**
   * Takes a message, and says what has become of it by {@link IncomingLink#accept} and the like, at
   * once or later, unless it is settled.
   *
   * @param bytes all its sections; owned by the target from now on
   * @param deliveryId the client's, a serial number
   * @param settled whether the client wants to hear nothing of it
   * @param state what the client says of it: within a transaction; {@code null} when nothing
   * @throws io.warrenmq.amqp10.error.AmqpFault when it cannot be taken and more than the message is
   *     wrong
   * @throws io.warrenmq.amqp10.codec.DecodeFault when it is no message
   */
  void onMessage(
      IncomingLink link,
      byte[] bytes,
      int deliveryId,
      boolean settled,
      @Nullable DeliveryState state);

  /** The link has ended. */
  default void onClose() {}
}
