package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.TxMethod.TxCommitOk;
import io.warrenmq.amqp091.method.TxMethod.TxRollbackOk;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.message.Message;

/**
 * Class tx on one channel. The connection takes no frames from the commit to its answer. Confined
 * to the connection's loop.
 */
final class ChannelTransaction implements Transaction.Owner {
  private final ChannelScope scope;
  private final Publishing publishing;
  private final Settlements settlements;
  private final Transaction held;
  private long lastPublishId;

  ChannelTransaction(ChannelScope scope, Publishing publishing, Settlements settlements) {
    this.scope = scope;
    this.publishing = publishing;
    this.settlements = settlements;
    ConnectionContext connection = scope.connection();
    this.held =
        new Transaction(
            connection.loop(), connection.broker(), scope.session(), connection.unfinished(), this);
    settlements.useTx(held);
  }

  void publish(Message message, boolean mandatory) {
    if (!held.publish(message, mandatory)) {
      throw new AmqpFault(ReplyCode.RESOURCE_ERROR, scope.connection().unfinished().refusal());
    }
  }

  int uncommittedPublishes() {
    return held.publishCount();
  }

  int uncommittedSettlements() {
    return held.settlementCount();
  }

  void onCommit() {
    scope.await(held.commit(), done -> scope.send(new TxCommitOk()));
  }

  @Override
  public long nextPublishId() {
    return ++lastPublishId;
  }

  @Override
  public void onUnroutable(Message message, boolean mandatory) {
    publishing.onUnroutable(message, mandatory);
  }

  /** A queue has answered a publish of the commit. */
  void onConfirm(boolean accepted) {
    held.onConfirm(accepted);
  }

  void onRollback() {
    settlements.restore(held.rollback());
    scope.send(new TxRollbackOk());
  }

  /** The channel ends: what was to be settled is unsettled again. */
  void abandon() {
    settlements.restore(held.abandon());
  }
}
