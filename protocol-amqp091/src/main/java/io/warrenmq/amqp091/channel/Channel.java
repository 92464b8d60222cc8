package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelClose;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelCloseOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.method.MethodId;
import io.warrenmq.amqp091.method.SettleArguments;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameType;
import io.warrenmq.api.broker.SessionDetails;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.queue.SettleOutcome;

/**
 * One AMQP channel. Confined to the connection's loop.
 *
 * <pre>
 *   STARTING ── channel.open ──▶ RUNNING ── channel.close ──▶ (forgotten, after close-ok)
 *                                RUNNING ── fault: channel.close sent ──▶ CLOSING ── channel.close-ok ──▶ (forgotten)
 * </pre>
 *
 * While closing, frames that the client had sent already are followed and ignored. Order of what is
 * sent: a return goes out before the confirm of the same publish, since confirms wait for the end
 * of the turn.
 */
public final class Channel implements TurnEnd, SessionListener, ConfirmTracker.Sink {
  private enum State {
    STARTING,
    RUNNING,
    CLOSING
  }

  private final int number;
  private final ConnectionContext connection;
  private final ChannelScope scope;
  private final Settlements settlements;
  private final Publishing publishing;
  private final MethodDispatch dispatch;
  private State state = State.STARTING;
  private boolean released; // the session is closed
  private boolean flushAsked;
  private int currentMethod; // class and method id of what is being handled; 0 for none

  /**
   * Creates a channel and its session.
   *
   * @param number 1 to 65535
   */
  public Channel(int number, ConnectionContext connection) {
    this.number = number;
    this.connection = connection;
    this.scope = new ChannelScope(connection, this);
    this.settlements = new Settlements(scope);
    QueueMethods queues = new QueueMethods(scope);
    Consumers consumers = new Consumers(scope, settlements, queues);
    this.publishing = new Publishing(scope, consumers);
    this.dispatch =
        new MethodDispatch(
            scope, new ExchangeMethods(scope), queues, consumers, publishing, settlements);
  }

  /** Its number on the connection. */
  public int number() {
    return number;
  }

  @Override
  public SessionDetails details() {
    return publishing.details(number);
  }

  /** Class id (upper 16 bits) and method id of what is being handled; 0 for none. For faults. */
  public int currentMethod() {
    return currentMethod;
  }

  boolean isReleased() {
    return released;
  }

  /** Takes a frame, which begins at {@code start}. Moves the buffer's reader index as it likes. */
  public void onFrame(ByteBuf in, int start) {
    int payload = start + FrameDecoder.HEADER_BYTES;
    int length = FrameDecoder.payloadBytes(in, start);
    in.readerIndex(payload);
    PublishAssembler assembler = publishing.assembler();
    currentMethod = assembler.isExpectingContent() ? MethodId.BASIC_PUBLISH : 0;
    switch (FrameDecoder.type(in, start)) {
      case FrameType.METHOD -> onMethod(in, payload, length);
      case FrameType.HEADER -> {
        if (assembler.onHeader(in, length)) {
          onContent();
        }
      }
      default -> {
        if (assembler.onBody(in, length)) {
          onContent();
        }
      }
    }
  }

  private void onMethod(ByteBuf in, int payload, int length) {
    publishing.assembler().expectMethod();
    currentMethod = in.readInt();
    switch (currentMethod) {
      case MethodId.BASIC_PUBLISH -> onPublish(in, payload, length);
      case MethodId.BASIC_ACK, MethodId.BASIC_NACK, MethodId.BASIC_REJECT ->
          onSettle(in, payload, length);
      default -> onOther(MethodCodec.decode(in, payload, length));
    }
  }

  private void onPublish(ByteBuf in, int payload, int length) {
    if (state == State.CLOSING) {
      publishing.assembler().beginDiscarding();
      return;
    }
    expectOpen();
    publishing.onPublish(in, payload, length);
  }

  private void onSettle(ByteBuf in, int payload, int length) {
    SettleArguments.check(in, payload, length);
    if (state == State.CLOSING) {
      return;
    }
    expectOpen();
    long tag = SettleArguments.deliveryTag(in, payload);
    switch (currentMethod) {
      case MethodId.BASIC_ACK ->
          settlements.settle(tag, SettleArguments.isMultiple(in, payload), SettleOutcome.COMPLETE);
      case MethodId.BASIC_NACK ->
          settlements.settle(
              tag,
              SettleArguments.isMultiple(in, payload),
              refusal(SettleArguments.isNackRequeue(in, payload)));
      default ->
          settlements.settle(tag, false, refusal(SettleArguments.isRejectRequeue(in, payload)));
    }
  }

  private static SettleOutcome refusal(boolean requeue) {
    return requeue ? SettleOutcome.REQUEUE : SettleOutcome.DISCARD;
  }

  private void expectOpen() {
    if (state == State.STARTING) {
      throw new AmqpFault(ReplyCode.CHANNEL_ERROR, "expected 'channel.open'");
    }
  }

  private void onOther(Method method) {
    if (state == State.CLOSING) {
      onClosing(method);
      return;
    }
    if (currentMethod == MethodId.CHANNEL_OPEN) {
      if (state != State.STARTING) {
        throw new AmqpFault(ReplyCode.CHANNEL_ERROR, "second 'channel.open' seen");
      }
      state = State.RUNNING;
      scope.send(new ChannelOpenOk());
      return;
    }
    expectOpen();
    if (method instanceof ChannelClose) {
      onClose();
    } else {
      dispatch.dispatch(currentMethod, method);
    }
  }

  private void onClose() {
    Future<Void> closed = release();
    if (closed.isComplete()) {
      sendCloseOk();
      return;
    }
    scope.suspend();
    closed.onComplete(
        done -> {
          sendCloseOk();
          scope.resume();
        });
  }

  private void sendCloseOk() {
    connection.owner().forget(this);
    scope.send(new ChannelCloseOk());
  }

  private void onClosing(Method method) {
    if (method instanceof ChannelCloseOk) {
      connection.owner().forget(this);
    } else if (method instanceof ChannelClose) {
      scope.send(new ChannelCloseOk()); // both sides close at the same time
    }
  }

  private void onContent() {
    if (state == State.RUNNING) {
      publishing.onContent();
    } else {
      publishing.assembler().takeBytes();
    }
  }

  /** Closes the channel for a fault of the client's; it waits for channel.close-ok then. */
  public void close(AmqpFault fault) {
    release();
    state = State.CLOSING;
    scope.send(
        new ChannelClose(
            fault.code().code(), fault.replyText(), currentMethod >>> 16, currentMethod & 0xFFFF));
  }

  /**
   * Ends the session: what is confirmed is told, what is unsettled goes back. May be called twice.
   *
   * @return completes when its consumers are gone
   */
  public Future<Void> release() {
    if (released) {
      return Future.succeededFuture();
    }
    flushConfirms();
    released = true;
    publishing.assembler().discard();
    // First: what is put back is not to return to its consumers.
    Future<Void> closed = scope.session().close();
    dispatch.release();
    return closed;
  }

  /**
   * Looks whether a delivery waits too long for its settlement.
   *
   * @param nowMs wall time
   * @throws AmqpFault PRECONDITION_FAILED when one does
   */
  public void checkSettleTimeout(long nowMs) {
    long timeoutMs =
        released ? 0 : settlements.overdueMs(nowMs, connection.limits().consumerTimeoutMs());
    if (timeoutMs > 0) {
      currentMethod = 0;
      throw new AmqpFault(
          ReplyCode.PRECONDITION_FAILED,
          "delivery acknowledgement on channel "
              + number
              + " timed out. Timeout value used: "
              + timeoutMs
              + " ms. This timeout value can be configured, see consumers doc guide to learn more");
    }
  }

  /** Has the confirms of this turn sent at its end. */
  void flushAtTurnEnd() {
    if (!flushAsked) {
      flushAsked = true;
      connection.loop().atTurnEnd(this);
    }
  }

  @Override
  public void onTurnEnd() {
    flushAsked = false;
    flushConfirms();
  }

  private void flushConfirms() {
    ConfirmTracker confirms = publishing.confirms();
    if (confirms != null && !released) {
      confirms.flush(this);
    }
  }

  @Override
  public void onConfirm(long publishId, boolean accepted) {
    if (released) {
      return;
    }
    ConfirmTracker confirms = publishing.confirms();
    if (confirms == null) {
      dispatch.onTransactionConfirm(accepted);
    } else if (confirms.settle(publishId, accepted)) {
      flushAtTurnEnd();
    }
  }

  @Override
  public void ack(long tag, boolean multiple) {
    connection.writer().confirm(number, MethodId.BASIC_ACK, tag, multiple);
  }

  @Override
  public void nack(long tag, boolean multiple) {
    connection.writer().confirm(number, MethodId.BASIC_NACK, tag, multiple);
  }
}
