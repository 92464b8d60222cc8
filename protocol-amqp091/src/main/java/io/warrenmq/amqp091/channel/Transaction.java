package io.warrenmq.amqp091.channel;

import io.vertx.core.Promise;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.TxMethod.TxCommitOk;
import io.warrenmq.amqp091.method.TxMethod.TxRollbackOk;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Class tx on one channel: holds publishes and settlements back until the commit, and answers the
 * commit when all queues have confirmed what it published. Confined to the connection's loop.
 *
 * <pre>
 *   OPEN ── tx.commit ──▶ PUBLISHING ── last publish ──▶ CONFIRMING ── last confirm ──▶ OPEN (commit-ok; or the channel fails when a queue refused)
 *   OPEN ── tx.rollback ──▶ OPEN (rollback-ok)
 *   PUBLISHING ── the channel ends ──▶ PUBLISHING ── last publish ──▶ (forgotten)
 * </pre>
 *
 * The connection takes no frames from the commit to its answer. A large transaction is published in
 * pieces, so that the loop's others are served in between, and at the pace of its queues. It is one
 * step for all that: also when the client is gone by then, all of it is published and settled.
 */
final class Transaction {
  // Of a turn. About a millisecond's work; the broker pauses sooner those that reach many queues.
  private static final int PUBLISHES_PER_TURN = 1000;

  private final ChannelScope scope;
  private final Publishing publishing;
  private final Settlements settlements;
  private final TxBuffer buffer;
  private long lastPublishId;
  private long unconfirmed;
  private @Nullable Promise<Void> commit; // null: none is under way
  private boolean committing; // its publishes and settlements are not all out
  private @Nullable AmqpFault failure; // the commit's first

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
    Promise<Void> begun = Promise.promise();
    commit = begun;
    committing = true;
    failure = null;
    commitSome();
    scope.await(begun.future(), done -> scope.send(new TxCommitOk()));
  }

  private void commitSome() {
    try {
      publishSome();
      if (buffer.hasPublishes()) {
        scope
            .connection()
            .broker()
            .whenMayPublish(() -> scope.connection().loop().atNextTurn(this::commitSome));
        return;
      }
      for (TxBuffer.Settlement settlement : buffer.takeSettlements()) {
        scope.session().settle(settlement.delivery(), settlement.outcome());
      }
      committing = false;
    } catch (RuntimeException bug) {
      committing = false;
      end(bug);
      return;
    }
    if (unconfirmed == 0 || scope.isReleased()) {
      end(failure);
    }
  }

  private void publishSome() {
    BrokerConnection broker = scope.connection().broker();
    for (int i = 0; i < PUBLISHES_PER_TURN; i++) {
      TxBuffer.Publish next = buffer.pollPublish();
      if (next == null) {
        return;
      }
      publish(next);
      if (!broker.mayPublish()) {
        return;
      }
    }
  }

  private void publish(TxBuffer.Publish publish) {
    Message message = publish.message();
    unconfirmed++; // before the call: the confirm may come within it
    try {
      if (scope.session().publish(message, ++lastPublishId) == VhostAccess.UNROUTABLE) {
        unconfirmed--;
        if (!scope.isReleased()) {
          publishing.onUnroutable(message, publish.mandatory());
        }
      }
    } catch (BrokerException refusal) { // Its exchange is gone, say. The others are still good.
      unconfirmed--;
      fail(AmqpFault.of(refusal));
    }
  }

  /** A queue has answered a publish of the commit. */
  void onConfirm(boolean accepted) {
    if (!accepted) {
      fail(new AmqpFault(ReplyCode.PRECONDITION_FAILED, "partial tx completion"));
    }
    if (--unconfirmed == 0 && !committing) {
      end(failure);
    }
  }

  private void fail(AmqpFault fault) {
    if (failure == null) {
      failure = fault;
    }
  }

  /** The commit is to be answered, unless the channel has ended. */
  private void end(@Nullable RuntimeException cause) {
    Promise<Void> ended = commit;
    commit = null;
    if (ended == null) {
      return;
    }
    if (cause == null) {
      ended.complete();
    } else {
      ended.fail(cause);
    }
  }

  void onRollback() {
    buffer.dropPublishes();
    settlements.restore(buffer.takeSettlements());
    scope.send(new TxRollbackOk());
  }

  /**
   * The channel ends. What is not committed is forgotten, and what was to be settled is unsettled
   * again; a commit that has begun goes on.
   */
  void abandon() {
    if (committing) {
      return;
    }
    buffer.dropPublishes();
    settlements.restore(buffer.takeSettlements());
    end(null);
  }
}
