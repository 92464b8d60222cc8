package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.MessageFilter;
import org.jspecify.annotations.Nullable;

/**
 * A queue's arguments, checked and typed, with what policies add. Immutable.
 *
 * @param type its kind
 * @param messageTtlMs how long a message may stay ready, 0 or more; −1 for ever
 * @param expiresMs how long the queue lives unused, above 0; −1 for ever
 * @param maxLength most ready messages; −1 for no limit
 * @param maxLengthBytes most bytes of ready bodies; −1 for no limit
 * @param overflow what happens at these limits
 * @param deadLetterExchange where dead letters go; {@code null}: they are dropped
 * @param deadLetterRoutingKey their routing key; {@code null}: the message's own
 * @param maxPriority highest priority kept apart, 0 to 255; 0: no priorities
 * @param defaultPriority the priority of messages that name none
 * @param singleActiveConsumer whether one consumer at a time is served
 * @param deliveryLimit how often a message may be returned; −1 for ever
 * @param consumerTimeoutMs how long a delivery may stay unsettled; 0 for ever, −1 for the broker's
 *     default
 * @param filter which messages it takes; {@code null} for all
 */
public record QueueOptions(
    QueueType type,
    long messageTtlMs,
    long expiresMs,
    long maxLength,
    long maxLengthBytes,
    Overflow overflow,
    @Nullable String deadLetterExchange,
    @Nullable String deadLetterRoutingKey,
    int maxPriority,
    int defaultPriority,
    boolean singleActiveConsumer,
    int deliveryLimit,
    long consumerTimeoutMs,
    @Nullable MessageFilter filter) {
  /** A classic queue without arguments. */
  public static final QueueOptions CLASSIC =
      new QueueOptions(
          QueueType.CLASSIC,
          -1,
          -1,
          -1,
          -1,
          Overflow.DROP_HEAD,
          null,
          null,
          0,
          0,
          false,
          -1,
          -1,
          null);

  /** Whether the queue takes this message. */
  boolean takes(Message message) {
    return filter == null || filter.matches(message);
  }

  /** Whether consumers are told how often a message came back as failed. */
  boolean tellsReturns() {
    return deliveryLimit >= 0 || type == QueueType.QUORUM;
  }

  /**
   * Whether so many ready messages, or so many bytes of bodies, are more than the queue may hold.
   */
  boolean isOver(long count, long bodyBytes) {
    return (maxLength >= 0 && count > maxLength)
        || (maxLengthBytes >= 0 && bodyBytes > maxLengthBytes);
  }
}
