package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.queue.UnackedDeliveries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a channel: gives them their tags, keeps them until the client settles them, and
 * settles. Confined to the connection's loop.
 */
final class Settlements {
  private final ChannelScope scope;
  private final UnackedDeliveries unacked = new UnackedDeliveries();
  private @Nullable Transaction tx; // null: the channel is not transactional
  private long lastTag;

  Settlements(ChannelScope scope) {
    this.scope = scope;
  }

  /** From now on settlements wait in the buffer for the commit. */
  void useTx(Transaction buffer) {
    tx = buffer;
  }

  /** The tag of a delivery that needs no settlement. */
  long tagSettled() {
    return ++lastTag;
  }

  /** The tag of a delivery that the client is to settle. */
  long tag(Delivery delivery) {
    unacked.add(++lastTag, delivery);
    if (delivery.settleTimeoutMs() > 0) {
      scope.connection().owner().onSettleTimeout(delivery.settleTimeoutMs());
    }
    return lastTag;
  }

  /**
   * Settles what the client names.
   *
   * @param tag a delivery tag; 0 with {@code multiple} means all
   * @param multiple whether all up to the tag are meant
   * @throws AmqpFault PRECONDITION_FAILED when the tag is unknown
   */
  void settle(long tag, boolean multiple, SettleOutcome outcome) {
    if (!multiple) {
      Delivery delivery = unacked.remove(tag);
      if (delivery == null) {
        throw unknown(tag);
      }
      settle(delivery, outcome);
      return;
    }
    if (tag != 0 && !unacked.contains(tag)) {
      throw unknown(tag); // RabbitMQ: the tag itself must be unsettled, not just some below it
    }
    settleUpTo(tag == 0 ? Long.MAX_VALUE : tag, outcome);
  }

  private void settleUpTo(long tag, SettleOutcome outcome) {
    Delivery delivery = unacked.pollUpTo(tag);
    while (delivery != null) {
      settle(delivery, outcome);
      delivery = unacked.pollUpTo(tag);
    }
  }

  private void settle(Delivery delivery, SettleOutcome outcome) {
    Transaction buffer = tx;
    if (buffer == null) {
      scope.session().settle(delivery, outcome);
    } else {
      buffer.settle(unacked.lastTag(), delivery, outcome);
    }
  }

  private static AmqpFault unknown(long tag) {
    return new AmqpFault(
        ReplyCode.PRECONDITION_FAILED, "unknown delivery tag " + Long.toUnsignedString(tag));
  }

  /**
   * Puts all unsettled deliveries back, at once even in a transaction (basic.recover, or the
   * channel ends).
   */
  void requeueAll() {
    Delivery delivery = unacked.pollUpTo(Long.MAX_VALUE);
    while (delivery != null) {
      scope.session().settle(delivery, SettleOutcome.REQUEUE);
      delivery = unacked.pollUpTo(Long.MAX_VALUE);
    }
  }

  /** Takes settlements back that were not committed. */
  void restore(List<Transaction.Settlement> settlements) {
    long[] tags = new long[settlements.size()];
    Delivery[] deliveries = new Delivery[tags.length];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = settlements.get(i).tag();
      deliveries[i] = settlements.get(i).delivery();
    }
    unacked.restore(tags, deliveries, tags.length);
  }

  /** {@link UnackedDeliveries#overdueMs}. */
  long overdueMs(long nowMs, long defaultMs) {
    return unacked.overdueMs(nowMs, defaultMs);
  }
}
