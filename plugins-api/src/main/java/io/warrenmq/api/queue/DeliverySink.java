package io.warrenmq.api.queue;

/** Where a consumer's deliveries go. Implemented by protocols; called on the session's loop. */
public interface DeliverySink {
  /**
   * Takes a delivery. Must not block; writes into the connection's batch, which is flushed at the
   * end of the turn.
   */
  void onDelivery(Delivery delivery);

  /** The broker has ended the consumer: its queue is gone. No delivery follows. */
  void onCancelled();

  /** With single active consumer: whether this consumer is the one that is served. */
  default void onActive(boolean active) {}

  /**
   * All credit that could be used was used, and the rest was given back: the answer to {@link
   * ConsumerHandle#grant} with drain.
   *
   * @param totalDeliveries the deliveries counted as made, of which some used up credit without a
   *     message
   */
  default void onDrained(long totalDeliveries) {}

  /**
   * What the consumer has added to a message was left out, as the message would have had more than
   * {@link io.warrenmq.api.message.Annotations#WEIGHT_MAX}. It was settled as it was.
   */
  default void onAnnotationsRefused() {}

  /**
   * The queue, of which this is the only consumer, was full: it has dropped messages, or made dead
   * letters of them, that the consumer did not take in time. Told once for all of a turn.
   *
   * @param count how many; 1 or more
   */
  default void onDropped(int count) {}
}
