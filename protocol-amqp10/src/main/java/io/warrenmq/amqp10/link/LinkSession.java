package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The session, as seen from its links. Confined to the connection's loop. */
public interface LinkSession {
  /** What all links of the connection share. */
  LinkContext context();

  /** The way to the broker. */
  VhostAccess access();

  // ---- what the client sends ----

  /**
   * The number under which a publish is confirmed to {@link IncomingLink#onConfirm}.
   *
   * @param deliveryId the client's, a serial number
   */
  long publishId(IncomingLink link, int deliveryId);

  /** Tells the client at the turn's end that a delivery of its own was accepted. */
  void accept(int deliveryId, boolean settled);

  /** Tells the client at the turn's end that a delivery of its own was released. */
  void release(int deliveryId, boolean settled);

  /** Tells the client of its own delivery, now. */
  void answer(int deliveryId, boolean settled, DeliveryState state);

  /** Tells the client at the turn's end that a delivery of its own was rejected. */
  void reject(int deliveryId, boolean settled);

  /** An open transaction of the session; {@code null} when none has the id. */
  @Nullable Transaction transaction(Binary txnId);

  // ---- what the client receives ----

  /**
   * Sends a message, at once or as soon as the session's window and what waits before it allow;
   * {@link OutgoingLink#onSent} tells when.
   *
   * @param delivery to be settled by the client; {@code null} when it is settled
   * @param redelivered whether it was delivered before
   * @param deliveryCount how often it was returned as failed; −1 when that is not known
   */
  void transmit(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount);

  /** Bytes of the messages that wait for the session's window, 0 or more. */
  long waitingBytes();

  // ---- both ----

  /** Sends a flow of the link. */
  void sendFlow(Link link, boolean drain, Map<String, Object> properties);

  /** Detaches a link, or ends more than that. */
  void fail(Link link, AmqpFault fault);

  /** What was done for a link has failed: detaches it, or ends more than that. */
  void fail(Link link, Throwable cause);
}
