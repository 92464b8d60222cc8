package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.loop.Mail;
import org.jspecify.annotations.Nullable;

/**
 * One message in one queue. The same object is the publish on its way to the queue, the node of the
 * queue's lists, the delivery on its way to the consumer and the settlement on its way back, so
 * that a message costs one allocation per queue.
 *
 * <p>States and moves: PUBLISHED –(queue takes it)→ READY –(handed out)→ DELIVERED –(settled)→
 * SETTLED → gone, or READY again. Owned by one loop at a time: the publisher's while PUBLISHED, the
 * queue's home otherwise; what the session's loop reads of a delivery does not change until the
 * session has settled it.
 */
public final class Entry implements Mail, Delivery {
  // What a message costs beside its bytes: this object, the message's, the array's header.
  private static final int OVERHEAD_BYTES = 200;

  // Above every batch: what is in a segment is not logged anew for itself.
  private static final long IN_SEGMENT = Long.MAX_VALUE;

  private enum State {
    PUBLISHED,
    READY,
    DELIVERED,
    SETTLED
  }

  final Queue queue;
  final Message message;
  private State state = State.PUBLISHED;

  // Set by the publisher; the queue clears it once it has answered.
  @Nullable ConfirmTarget confirmTarget;
  long publishId;

  // The queue's home loop.
  long seq;
  long expiresAtMs = -1;
  int deliveryCount;
  long deliveredMs;
  boolean redelivered;
  private long logBatch; // 0: the log does not have it
  private int logSlot;
  @Nullable Segment segment; // that it was read from and has not left
  int segmentIndex;
  boolean expiresAtOnce; // a TTL of 0: for a consumer that is there now, or nobody
  @Nullable Consumer consumer;
  @Nullable Entry next;
  @Nullable Entry previous;

  // Set by the session that settles.
  SettleOutcome outcome = SettleOutcome.COMPLETE;

  /**
   * A publish to one queue.
   *
   * @param confirmTarget who waits; {@code null} for nobody
   * @param publishId the publisher's number, above 0, when somebody waits
   */
  public Entry(
      Queue queue, Message message, @Nullable ConfirmTarget confirmTarget, long publishId) {
    this.queue = queue;
    this.message = message;
    this.confirmTarget = confirmTarget;
    this.publishId = publishId;
  }

  /** The queue it is in. Any loop. */
  public Queue queue() {
    return queue;
  }

  /** The consumer it was handed to; {@code null} for a get. The session's loop, while delivered. */
  public @Nullable Consumer consumer() {
    return consumer;
  }

  /** Says what becomes of the delivery, before it is sent back to its queue. The session's loop. */
  public void settleAs(SettleOutcome outcome) {
    assert state == State.DELIVERED;
    this.outcome = outcome;
    state = State.SETTLED;
  }

  // ---- for logs, on the queue's home loop ----

  /** Its number in its queue, from 1; 0 before the queue has it. */
  public long seq() {
    return seq;
  }

  /** The wall time, in milliseconds, from which it must not be handed out; −1 for none. */
  public long expiresAtMs() {
    return expiresAtMs;
  }

  /** How often it was handed out and returned as failed. */
  public int returnCount() {
    return deliveryCount;
  }

  /** Who waits to be told, from now on the caller's to tell; {@code null} for nobody. */
  public @Nullable ConfirmTarget takeConfirmTarget() {
    ConfirmTarget target = confirmTarget;
    confirmTarget = null;
    return target;
  }

  /** The publisher's number for it, for who waits. */
  public long publishId() {
    return publishId;
  }

  /**
   * The log has taken it.
   *
   * @param batch the log's number for what it wrote it with, above 0
   * @param slot the log's place for it there
   */
  public void becomeLogged(long batch, int slot) {
    logBatch = batch;
    logSlot = slot;
  }

  /** The batch of {@link #becomeLogged}; 0 when the log does not have it. */
  public long logBatch() {
    return logBatch;
  }

  /** Whether the log has it as part of a segment. */
  public boolean isInKeptSegment() {
    return logBatch == IN_SEGMENT;
  }

  /** It was read from a segment. */
  void becomeRead(Segment from, int index, boolean logged) {
    segment = from;
    segmentIndex = index;
    logBatch = logged ? IN_SEGMENT : 0;
  }

  /** The slot of {@link #becomeLogged}. */
  public int logSlot() {
    return logSlot;
  }

  void becomeReady() {
    state = State.READY;
  }

  void becomeDelivered(@Nullable Consumer consumer, long nowMs) {
    state = State.DELIVERED;
    this.consumer = consumer;
    deliveredMs = nowMs;
  }

  @Override
  public void arrive() {
    switch (state) {
      case PUBLISHED -> queue.onPublish(this);
      case DELIVERED -> {
        Consumer to = consumer;
        assert to != null;
        to.onArrival(this);
      }
      case SETTLED -> queue.onSettle(this);
      case READY -> throw new IllegalStateException("a ready entry does not travel");
    }
  }

  @Override
  public int weight() {
    return OVERHEAD_BYTES + message.bytes().length;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public String queueName() {
    return queue.name();
  }

  @Override
  public boolean isRedelivered() {
    return redelivered;
  }

  @Override
  public int deliveryCount() {
    return queue.options().deliveryLimit() < 0 && queue.options().type() == QueueType.CLASSIC
        ? -1
        : deliveryCount;
  }

  @Override
  public long deliveredMs() {
    return deliveredMs;
  }

  @Override
  public long settleTimeoutMs() {
    return queue.options().consumerTimeoutMs();
  }
}
