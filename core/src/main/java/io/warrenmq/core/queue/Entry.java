package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.loop.Mail;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
  static final int OVERHEAD_BYTES = 200;

  // Above every batch: what is in a segment is not logged anew for itself.
  private static final long IN_SEGMENT = Long.MAX_VALUE;

  private static final VarHandle SHOWN;

  static {
    try {
      SHOWN = MethodHandles.lookup().findVarHandle(Entry.class, "shown", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private enum State {
    PUBLISHED,
    READY,
    DELIVERED,
    SETTLED
  }

  final Queue queue;
  private @Nullable Message message; // null while it is on disk alone
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
  @Nullable Segment segment; // that it is in
  int segmentOffset; // where in its file
  private int diskBodyLength; // of a message that is on disk alone
  private short diskPriority;
  boolean isLeaving; // is being written to a segment, while it is unsettled
  boolean expiresAtOnce; // a TTL of 0: for a consumer that is there now, or nobody
  @Nullable Consumer consumer;
  @Nullable Entry next;
  @Nullable Entry previous;

  // How often it was handed out, modulo 256, and the last time that its session has done with the
  // message, which the session's loop tells the queue's.
  private byte handedOut;

  @SuppressWarnings("UnusedVariable") // It is, through its handle.
  private byte shown;

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

  /**
   * A message that was on disk alone and is ready.
   *
   * @param place of the message in its segment
   * @param run what was read of that
   * @param at of the message in the run
   */
  static Entry read(Queue queue, Segment segment, int place, MessageRun run, int at) {
    Entry entry = new Entry(queue, run.message(at), null, 0);
    entry.seq = run.seq(at);
    entry.expiresAtMs = run.expiresAtMs(at);
    entry.deliveryCount = segment.returnCount(place, run, at);
    entry.redelivered = segment.isRedelivered(place, run, at);
    entry.becomeReady();
    return entry;
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

  /**
   * It is in a segment.
   *
   * @param offset where in its file
   * @param logged whether the log has it as part of that
   */
  void becomeSegmented(Segment in, int offset, boolean logged) {
    segment = in;
    segmentOffset = offset;
    logBatch = logged ? IN_SEGMENT : 0;
  }

  /** Adds it to what goes to a segment. */
  void addTo(MessageRun run) {
    run.add(message(), seq, expiresAtMs, deliveryCount, redelivered);
  }

  /** Whether its message is on disk alone. */
  boolean isOnDisk() {
    return message == null;
  }

  /** Whether its session has done with the message, and holds the delivery alone. */
  boolean isShown() {
    return (byte) SHOWN.getAcquire(this) == handedOut;
  }

  /** Lets go of the message, which is in a segment; gives the bytes that are free. */
  int letGo() {
    int before = weight();
    Message gone = message();
    diskBodyLength = gone.bodyLength();
    diskPriority = (short) gone.priority();
    message = null;
    return before - weight();
  }

  /** Has the message again, or another in its place; gives the bytes that it takes more. */
  int become(Message read) {
    int before = weight();
    message = read;
    return weight() - before;
  }

  /** Bytes of its body. */
  int bodyLength() {
    return message == null ? diskBodyLength : message.bodyLength();
  }

  /** The priority it was sent with; see {@link Message#priority}. */
  int priority() {
    return message == null ? diskPriority : message.priority();
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
    handedOut++;
  }

  // ---- for who hands it out, on the session's loop ----

  /** Which time it is that it was handed out: what {@link #becomeShown} is told. */
  byte handedOut() {
    return handedOut;
  }

  /**
   * The session has taken the message, and will not ask for it again.
   *
   * @param which what {@link #handedOut} gave: it may be handed out anew already, and even shown
   */
  void becomeShown(byte which) {
    if (which == handedOut) {
      SHOWN.setRelease(this, which);
    }
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
    return OVERHEAD_BYTES + (message == null ? 0 : message.weight());
  }

  @Override
  public Message message() {
    Message here = message;
    if (here == null) {
      throw new IllegalStateException("the message is on disk");
    }
    return here;
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
    return queue.options().tellsReturns() ? deliveryCount : -1;
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
