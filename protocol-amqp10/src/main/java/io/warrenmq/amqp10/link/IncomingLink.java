package io.warrenmq.amqp10.link;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link on which the client sends. Gives it credit, which is topped up by halves as long as not
 * too many of its messages wait to be confirmed: so a publisher is held back by what the queues
 * take. Confined to the connection's loop.
 */
public final class IncomingLink extends Link {
  private static final Map<String, Object> NO_PROPERTIES = Map.of();

  private final MessageTarget target;
  private final TransferAssembler assembler;
  private final boolean settlesAll; // the client settles whatever it sends
  private final boolean settlesSecond; // the broker settles once the client has
  private final int creditMax;
  private int deliveryCount; // serial number, the client's
  private int credit;
  private int unconfirmed;
  private boolean paused;

  // The delivery of which a part has come.
  private boolean underway;
  private int deliveryId;
  private boolean settled;
  private @Nullable DeliveryState state;

  /**
   * Creates the link that a client asks for; {@link #onAttached} begins it.
   *
   * @param creditMax most credit at a time, 1 or more
   */
  public IncomingLink(LinkSession session, Attach attach, MessageTarget target, int creditMax) {
    super(session, attach.name(), (int) attach.handle());
    this.target = target;
    this.creditMax = creditMax;
    this.assembler = new TransferAssembler(messageBytesMax(), session.context().unfinished());
    this.settlesAll = attach.sndSettleMode() == SndSettleMode.SETTLED;
    this.settlesSecond = attach.rcvSettleMode() == RcvSettleMode.SECOND;
    Integer initial = attach.initialDeliveryCount();
    this.deliveryCount = initial == null ? 0 : initial;
  }

  /** Whether the broker settles once the client has. */
  public boolean settlesSecond() {
    return settlesSecond;
  }

  @Override
  public Role role() {
    return Role.RECEIVER;
  }

  @Override
  public int deliveryCount() {
    return deliveryCount;
  }

  @Override
  public long credit() {
    return credit;
  }

  @Override
  public void onAttached() {
    topUp();
  }

  /** A client that sends has credit from us, not for us. */
  @Override
  public void onFlow(LinkFlow flow) {
    if (flow.hasDeliveryCount) {
      // §2.6.7: the client may give credit back by counting on, when it has nothing to send.
      int skipped = flow.deliveryCount - deliveryCount;
      if (skipped > 0 && skipped <= credit && !underway) {
        deliveryCount += skipped;
        credit -= skipped;
      }
    }
    if (flow.echo) {
      session().sendFlow(this, false, NO_PROPERTIES);
    }
    topUp();
  }

  /**
   * Takes a transfer.
   *
   * @param cursor behind the handle
   * @param end where the frame ends
   */
  public void onTransfer(FrameCursor cursor, ByteBuf in, int end) {
    boolean hasId = cursor.hasNext();
    int id = hasId ? cursor.uint(0) : 0;
    cursor.skip(); // delivery-tag
    int format = cursor.uint(0);
    boolean isSettled = cursor.bool(settlesAll);
    boolean more = cursor.bool(false);
    cursor.skip(); // rcv-settle-mode
    Object stateValue = cursor.value();
    boolean resume = cursor.bool(false);
    boolean aborted = cursor.bool(false);
    if (underway) {
      if (hasId && id != deliveryId) {
        throw AmqpFault.session(
            AmqpCondition.INVALID_FIELD,
            "delivery-id " + id + " within the delivery " + Integer.toUnsignedString(deliveryId));
      }
    } else {
      begin(hasId, id, format, resume);
    }
    settled |= isSettled;
    if (stateValue != null) {
      state = stateOf(stateValue);
    }
    if (aborted) {
      underway = false;
      assembler.discard();
      topUp();
    } else if (more) {
      assembler.add(in, cursor.payloadAt(), end);
    } else {
      byte[] bytes = assembler.complete(in, cursor.payloadAt(), end);
      underway = false;
      deliver(bytes);
    }
  }

  private void begin(boolean hasId, int id, int format, boolean resume) {
    if (!hasId) {
      throw AmqpFault.session(AmqpCondition.INVALID_FIELD, "a transfer without delivery-id");
    }
    if (resume) {
      throw AmqpFault.link(AmqpCondition.NOT_IMPLEMENTED, "deliveries are not resumed");
    }
    if (format != 0) {
      throw AmqpFault.link(
          AmqpCondition.NOT_IMPLEMENTED,
          "message-format " + Integer.toUnsignedString(format) + " is not known");
    }
    if (credit == 0) {
      throw AmqpFault.link(
          AmqpCondition.TRANSFER_LIMIT_EXCEEDED,
          "insufficient credit (0) for delivery from client to link handle " + handle());
    }
    credit--;
    deliveryCount++;
    underway = true;
    deliveryId = id;
    settled = false;
    state = null;
  }

  private static DeliveryState stateOf(Object value) {
    if (!(value instanceof Described described)) {
      throw new DecodeFault("a delivery-state without descriptor");
    }
    return Objects.requireNonNull(DeliveryState.of(described));
  }

  private void deliver(byte[] bytes) {
    if (!settled) {
      unconfirmed++;
    }
    try {
      target.onMessage(this, bytes, deliveryId, settled, state);
    } catch (DecodeFault fault) {
      throw AmqpFault.session(AmqpCondition.DECODE_ERROR, fault.detail());
    }
    topUp();
  }

  // ---- what has become of a message ----

  /** A publish was confirmed, or refused by a queue. */
  public void onConfirm(int id, boolean accepted) {
    if (accepted) {
      accept(id);
    } else {
      session().reject(id, !settlesSecond);
      onAnswered();
    }
  }

  /** The message was taken. */
  public void accept(int id) {
    session().accept(id, !settlesSecond);
    onAnswered();
  }

  /** Nobody wanted the message. */
  public void release(int id) {
    session().release(id, !settlesSecond);
    onAnswered();
  }

  /** Something else has become of the message. */
  public void answer(int id, DeliveryState outcome) {
    session().answer(id, !settlesSecond, outcome);
    onAnswered();
  }

  private void onAnswered() {
    unconfirmed--;
    topUp();
  }

  // ---- credit ----

  /** The queues take no more at present: no credit until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  /** They take more again. */
  public void resume() {
    paused = false;
    topUp();
  }

  private void topUp() {
    if (credit <= creditMax / 2 && unconfirmed < creditMax && !paused && !isClosed()) {
      credit = creditMax;
      session().sendFlow(this, false, NO_PROPERTIES);
    }
  }

  @Override
  Future<Void> onClose() {
    onAbandoned();
    return Future.succeededFuture();
  }

  @Override
  void onAbandoned() {
    assembler.discard();
    target.onClose();
  }
}
