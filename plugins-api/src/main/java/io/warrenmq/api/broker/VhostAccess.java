package io.warrenmq.api.broker;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one authenticated client may do in one vhost; permissions are checked inside. Confined to
 * the session's loop.
 *
 * <p>Futures complete on the session's loop, in the order of the calls when these go to the same
 * queue, with the result visible to all that this session does afterwards; they fail with a {@link
 * BrokerException}. A client that expects order waits for a future before it goes on: the protocol
 * reads no further meanwhile.
 */
public interface VhostAccess {
  /** {@link #publish} found no queue. */
  int UNROUTABLE = 0;

  /** {@link #publish} gave the message to at least one queue. */
  int ROUTED = 1;

  /** Publish id of a publish that nobody waits for. */
  long NO_CONFIRM = 0;

  /**
   * Declares an exchange. Fails with INEQUIVALENT when it exists otherwise, PRECONDITION_FAILED
   * when the type is unknown or does not take the arguments, LIMIT_REACHED, ACCESS_REFUSED for a
   * reserved name or lack of permission.
   */
  Future<Void> declareExchange(ExchangeDeclaration declaration);

  /** Fails with NOT_FOUND when there is no such exchange. */
  Future<Void> checkExchange(String name);

  /**
   * Deletes an exchange; nothing happens when there is none. Fails with PRECONDITION_FAILED when it
   * is in use and must not be.
   */
  Future<Void> deleteExchange(String name, boolean ifUnused);

  /** Binds; nothing happens when the binding exists. */
  Future<Void> bind(BindingDeclaration binding);

  /** Takes a binding back; nothing happens when there is none. */
  Future<Void> unbind(BindingDeclaration binding);

  /**
   * The bindings that lead from an exchange to a queue or another exchange by this key, and differ
   * in their arguments; none when either is not there. Of the default exchange the one to the queue
   * of that name. No permission is asked, as in RabbitMQ.
   */
  Future<List<BindingDeclaration>> bindings(
      String source, String destination, boolean toExchange, String routingKey);

  /**
   * The bindings that lead to a queue, but for the default exchange's; none when the queue is not
   * there. No permission is asked.
   */
  Future<List<BindingDeclaration>> bindingsTo(String queue);

  /**
   * Declares a queue; an empty name gets one chosen. Fails with INEQUIVALENT when it exists
   * otherwise, RESOURCE_LOCKED when it is another connection's or is to be, PRECONDITION_FAILED for
   * arguments its type does not take, LIMIT_REACHED, ACCESS_REFUSED.
   */
  Future<QueueStatus> declareQueue(QueueDeclaration declaration);

  /** A queue as it is. Fails with NOT_FOUND, or RESOURCE_LOCKED when it is another connection's. */
  Future<QueueStatus> checkQueue(String name);

  /** A queue as it is, whosever it is: for looking at only. Fails with NOT_FOUND. */
  Future<QueueStatus> inspectQueue(String name);

  /** Removes the messages that are ready; gives their number. */
  Future<Long> purgeQueue(String name);

  /**
   * Deletes a queue; gives the number of messages that were ready in it, 0 when there is no such
   * queue. Fails with PRECONDITION_FAILED when it is in use or not empty and must not be,
   * UNSUPPORTED when its type cannot look at that.
   */
  Future<Long> deleteQueue(String name, boolean ifUnused, boolean ifEmpty);

  /**
   * Publishes to the message's exchange with its routing keys. The hot path: no future, no copy.
   *
   * @param publishId {@link #NO_CONFIRM}, or a number above 0 that {@link
   *     SessionListener#onConfirm} will be called with if, and only if, the message is routed
   * @return {@link #ROUTED} or {@link #UNROUTABLE}
   * @throws BrokerException NOT_FOUND without such an exchange, ACCESS_REFUSED without permission
   *     or to an internal exchange
   */
  int publish(Message message, long publishId);

  /**
   * Says what has become of a message that {@link #publish} has found unroutable, for those who
   * count.
   *
   * @param returned whether it went back to the publisher, or the publisher was told; else it was
   *     dropped
   */
  default void countUnroutable(boolean returned) {}

  /**
   * Checks what {@link #publish} would check before it routes, for protocols that publish later
   * (transactions). Publish checks again.
   *
   * @throws BrokerException as publish does
   */
  void checkPublish(Message message);

  /**
   * Opens a consumer. The future completes before the first delivery.
   *
   * @return the consumer; fails with NOT_FOUND, ACCESS_REFUSED, EXCLUSIVE_USE, RESOURCE_LOCKED
   */
  Future<ConsumerHandle> consume(ConsumerSpec spec, DeliverySink sink);

  /**
   * Takes one message.
   *
   * @param autoSettle whether it is settled by handing it out
   * @return the message, or {@code null} when the queue is empty
   */
  Future<@Nullable GetResult> get(String queue, boolean autoSettle);

  /** Settles a delivery of this session, once. */
  void settle(Delivery delivery, SettleOutcome outcome);

  /**
   * Settles a delivery of this session, once, and adds annotations to its message: who gets it
   * next, from this queue or as a dead letter, sees them, also after a restart that the message
   * survives. When it would have more than {@link io.warrenmq.api.message.Annotations#WEIGHT_MAX}
   * of them, nothing is added, and the consumer is told by {@link
   * DeliverySink#onAnnotationsRefused}.
   *
   * @param added values by {@code x-…} key, see {@link io.warrenmq.api.message.Annotations#values};
   *     not to be changed any more; empty for none
   */
  void settle(Delivery delivery, SettleOutcome outcome, Map<String, Object> added);

  /**
   * Limits the unsettled deliveries of all consumers of this session together, beside their own
   * limits.
   *
   * @param count most unsettled deliveries, 0 for no limit
   */
  void setSessionPrefetch(int count);

  /**
   * Opens a reply address: messages published to the default exchange under the given name go
   * straight to the sink, settled, at most once, and are never queued. Valid until it is closed, or
   * the session. A session may have several; how many is for the protocol to limit.
   *
   * @param sink takes the replies; what it cannot use it drops
   * @return the address, {@code amq.rabbitmq.reply-to.…}, not to be guessed
   */
  String openReplyAddress(DeliverySink sink);

  /** Closes a reply address of this session's; nothing happens when it is closed. */
  void closeReplyAddress(String address);

  /**
   * Ends the session and its consumers, whose sinks get nothing more. Deliveries that are out stay
   * the protocol's to settle: now, so that what it puts back does not return to these consumers. A
   * transaction whose commit has begun goes on to publish and to settle; nobody is told.
   *
   * @return completes when its consumers are gone, and auto-delete queues whose last they were
   */
  Future<Void> close();
}
