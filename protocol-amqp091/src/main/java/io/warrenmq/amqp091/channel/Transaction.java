package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.TxMethod.TxCommitOk;
import io.warrenmq.amqp091.method.TxMethod.TxRollbackOk;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.Message;

/**
 * Class tx on one channel: holds publishes and settlements back until the commit, and answers the
 * commit when all queues have confirmed what it published. Confined to the connection's loop.
 *
 * <pre>
 *   OPEN ── tx.commit, nothing to wait for ──▶ OPEN (commit-ok)
 *   OPEN ── tx.commit ──▶ COMMITTING ── last confirm ──▶ OPEN (commit-ok; or the channel fails when a queue refused)
 *   OPEN ── tx.rollback ──▶ OPEN (rollback-ok)
 * </pre>
 */
final class Transaction {
  private final ChannelScope scope;
  private final Publishing publishing;
  private final Settlements settlements;
  private final TxBuffer buffer;
  private long lastPublishId;
  private long unconfirmed;
  private boolean refused;
  private boolean committing; // the connection is suspended until the last confirm

  Transaction(ChannelScope scope, Publishing publishing, Settlements settlements) {
    this.scope = scope;
    this.publishing = publishing;
    this.settlements = settlements;
    this.buffer = new TxBuffer(scope.connection().unfinished());
    settlements.useTx(buffer);
  }

  void publish(Message message, boolean mandatory) {
    scope.session().checkPublish(message);
    buffer.publish(message, mandatory);
  }

  void onCommit() {
    refused = false;
    for (TxBuffer.Publish publish : buffer.takePublishes()) {
      unconfirmed++; // before the call: the confirm may come within it
      int result = scope.session().publish(publish.message(), ++lastPublishId);
      if (result == VhostAccess.UNROUTABLE) {
        unconfirmed--;
        publishing.onUnroutable(publish.message(), publish.mandatory());
      }
    }
    for (TxBuffer.Settlement settlement : buffer.takeSettlements()) {
      scope.session().settle(settlement.delivery(), settlement.outcome());
    }
    if (unconfirmed == 0) {
      finish();
    } else {
      committing = true;
      scope.suspend();
    }
  }

  /** A queue has answered a publish of the commit. */
  void onConfirm(boolean accepted) {
    refused |= !accepted;
    if (--unconfirmed == 0 && committing) {
      committing = false;
      try {
        finish();
      } catch (AmqpFault fault) {
        scope.fail(fault);
      }
      scope.resume();
    }
  }

  private void finish() {
    if (refused) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "partial tx completion");
    }
    scope.send(new TxCommitOk());
  }

  void onRollback() {
    buffer.takePublishes();
    settlements.restore(buffer.takeSettlements());
    scope.send(new TxRollbackOk());
  }

  /** The channel ends: nothing is committed, and what was to be settled is unsettled again. */
  void abandon() {
    buffer.takePublishes();
    settlements.restore(buffer.takeSettlements());
    if (committing) {
      committing = false;
      scope.resume();
    }
  }
}
