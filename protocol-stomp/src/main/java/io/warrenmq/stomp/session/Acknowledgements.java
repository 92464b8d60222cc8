package io.warrenmq.stomp.session;

import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.queue.UnackedDeliveries;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of messages: STOMP 1.2 "ACK", "NACK". Those of a subscription with {@code
 * ack:client} are for its earlier messages too, and for no other subscription's. Confined to the
 * connection's loop.
 */
final class Acknowledgements {
  private final SessionContext context;
  private final Subscriptions subscriptions;
  private final Transactions transactions;
  private final Header header; // which says what message is meant
  private @Nullable Subscription last; // which the client has acknowledged a message of

  Acknowledgements(SessionContext context, Subscriptions subscriptions, Transactions transactions) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.transactions = transactions;
    this.header = context.version() == StompVersion.V1_2 ? Header.ID : Header.MESSAGE_ID;
  }

  void onAck(StompFrame frame) {
    settle(frame, SettleOutcome.COMPLETE);
  }

  void onNack(StompFrame frame) {
    boolean requeues =
        frame.isTrue(Header.REQUEUE) || (context.nackRequeues() && !frame.isFalse(Header.REQUEUE));
    settle(frame, requeues ? SettleOutcome.REQUEUE : SettleOutcome.DISCARD);
  }

  private void settle(StompFrame frame, SettleOutcome outcome) {
    HeldTransaction transaction = transactions.of(frame);
    Subscription likely = last;
    long tag = likely == null ? -1 : frame.numberBehind(header, likely.idPrefix());
    if (likely == null || tag < 0 || !likely.unacked().contains(tag)) {
      MessageId id = MessageId.of(frame, header, context.sessionId());
      tag = id.tag();
      likely = find(id);
      last = likely;
    }
    settle(likely, tag, outcome, transaction);
    context.receipt(frame.raw(Header.RECEIPT));
  }

  private Subscription find(MessageId id) {
    Subscription found = subscriptions.find(id.consumerTag(), id.tag());
    if (found == null) {
      throw subscriptions.isKnown(id.consumerTag())
          ? new StompFault("Message not found", "unknown delivery tag " + id.tag() + "\n")
          : id.unknown();
    }
    return found;
  }

  private void settle(
      Subscription of, long tag, SettleOutcome outcome, @Nullable HeldTransaction transaction) {
    UnackedDeliveries unacked = of.unacked();
    if (of.ackMode() == AckMode.CLIENT) {
      Delivery next = unacked.pollUpTo(tag);
      while (next != null) {
        settle(of, unacked.lastTag(), next, outcome, transaction);
        next = unacked.pollUpTo(tag);
      }
    } else {
      Delivery one = unacked.remove(tag);
      if (one != null) {
        settle(of, tag, one, outcome, transaction);
      }
    }
    if (unacked.count() == 0) {
      subscriptions.keep(of);
    }
  }

  private void settle(
      Subscription of,
      long tag,
      Delivery delivery,
      SettleOutcome outcome,
      @Nullable HeldTransaction transaction) {
    if (transaction == null) {
      context.access().settle(delivery, outcome);
    } else {
      transaction.settle(of, tag, delivery, outcome);
    }
  }
}
