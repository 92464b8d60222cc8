package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionDetails;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.queue.UnackedDeliveries;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.message.StompFormat;
import org.jspecify.annotations.Nullable;

/** What a client does from its login to its end. Confined to the connection's loop. */
public final class StompSession implements SessionListener {
  private static final SessionDetails DETAILS = new SessionDetails(1, false, false, 0, 0, 0);

  private final SessionContext context;
  private final Confirms confirms = new Confirms();
  private final Subscriptions subscriptions;
  private final Transactions transactions;
  private final Acknowledgements acknowledgements;
  private final Publishing publishing;
  private boolean disconnecting;
  private byte @Nullable [] lastReceipt; // that of DISCONNECT

  /**
   * Opens it.
   *
   * @param sessionId its name, in the identifiers of its messages
   * @param nackRequeues whether a NACK that does not say so puts its message back
   * @throws io.warrenmq.api.error.BrokerException when the user has as many sessions as it may
   */
  public StompSession(
      Loop loop,
      BrokerAccess broker,
      BrokerConnection connection,
      StompFormat format,
      StompVersion version,
      String sessionId,
      boolean nackRequeues,
      FrameWriter writer,
      ReadGate gate,
      SessionOwner owner) {
    VhostAccess access = connection.openSession(this);
    this.context =
        new SessionContext(
            loop,
            broker,
            connection,
            access,
            format,
            version,
            sessionId,
            nackRequeues,
            new UnfinishedBytes(broker.limits().messageBytesMax(), connection::holdBytes),
            writer,
            gate,
            owner);
    DeclaredQueues queues = new DeclaredQueues(access);
    this.subscriptions = new Subscriptions(context, queues, this::overdueMs);
    this.transactions = new Transactions(context, subscriptions, confirms);
    this.acknowledgements = new Acknowledgements(context, subscriptions, transactions);
    this.publishing =
        new Publishing(context, queues, new Replies(subscriptions), transactions, confirms);
  }

  /** What is acknowledged in a transaction is not so before its commit. */
  private long overdueMs(long nowMs, long defaultMs) {
    long heldMs = transactions.overdueMs(nowMs, defaultMs);
    return heldMs > 0 ? heldMs : subscriptions.overdueMs(nowMs, defaultMs);
  }

  /**
   * Takes a frame.
   *
   * @throws StompFault when it asks for what cannot be
   * @throws io.warrenmq.api.error.BrokerException likewise
   */
  public void onFrame(StompFrame frame) {
    switch (frame.command()) {
      case SEND -> publishing.onSend(frame);
      case ACK -> acknowledgements.onAck(frame);
      case NACK -> acknowledgements.onNack(frame);
      case SUBSCRIBE -> subscriptions.onSubscribe(frame);
      case UNSUBSCRIBE -> subscriptions.onUnsubscribe(frame);
      case BEGIN -> transactions.onBegin(frame);
      case COMMIT -> transactions.onCommit(frame);
      case ABORT -> transactions.onAbort(frame);
      case DISCONNECT -> onDisconnect(frame);
      case CONNECT, STOMP ->
          throw StompFault.closing("Illegal command", "The client is logged in already");
      case UNKNOWN ->
          throw new StompFault(
              "Bad command", "Could not interpret command \"" + frame.commandText() + "\"\n");
    }
  }

  /** Its receipt says that all which the client has asked a receipt for before is done. */
  private void onDisconnect(StompFrame frame) {
    disconnecting = true;
    lastReceipt = frame.raw(Header.RECEIPT);
    context.gate().close(ReadGate.ANSWER);
    context.owner().onDisconnecting();
    disconnectIfDone();
  }

  private void disconnectIfDone() {
    if (disconnecting && confirms.isEmpty() && !context.owner().isClosed()) {
      context.receipt(lastReceipt);
      context.owner().onDisconnect();
    }
  }

  @Override
  public SessionDetails details() {
    return DETAILS;
  }

  @Override
  public void onConfirm(long publishId, boolean accepted) {
    Object waiter = confirms.take(publishId);
    if (waiter instanceof HeldTransaction transaction) {
      transaction.onConfirm(accepted);
    } else if (waiter instanceof byte[] receipt && !context.owner().isClosed()) {
      if (accepted) {
        context.receipt(receipt);
      } else { // RabbitMQ says nothing; the client waits for something.
        context
            .owner()
            .onFault(
                new StompFault(
                    "Message refused",
                    "a queue has not taken the message: it is full, gone or cannot store it"),
                receipt);
      }
      disconnectIfDone();
    }
  }

  /**
   * The connection is at its end: what was not acknowledged goes back.
   *
   * @return completes when the queues are gone that end with it; never fails
   */
  public Future<Void> close() {
    Future<Void> closed = context.access().close();
    subscriptions.stop();
    transactions.abandon();
    subscriptions.forEach(this::requeue);
    return Future.join(closed, context.connection().close()).mapEmpty();
  }

  private void requeue(Subscription subscription) {
    UnackedDeliveries unacked = subscription.unacked();
    Delivery next = unacked.pollUpTo(Long.MAX_VALUE);
    while (next != null) {
      context.access().settle(next, SettleOutcome.REQUEUE);
      next = unacked.pollUpTo(Long.MAX_VALUE);
    }
  }
}
