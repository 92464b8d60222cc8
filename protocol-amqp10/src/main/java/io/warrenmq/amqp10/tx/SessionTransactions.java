package io.warrenmq.amqp10.tx;

import io.vertx.core.Future;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.LinkContext;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.SettleOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a session: those that are open, and those whose commit is under way. What a
 * client settles within one is the transaction's from then on: a rollback puts it back into its
 * queue. Confined to the connection's loop.
 */
public final class SessionTransactions {
  private static final int OPEN_MAX = 64;
  // Ids of publishes: this bit, the transaction's number, the publish's.
  private static final long PUBLISH = 1L << 62;
  private static final int NUMBER_MASK = (1 << 30) - 1;

  /** A transaction with its number. */
  private final class Numbered implements Transaction.Owner {
    final int number;
    final Transaction held;
    private int lastPublish;

    Numbered(int number) {
      this.number = number;
      LinkContext context = session.context();
      this.held =
          new Transaction(
              context.loop(), context.broker(), session.access(), context.unfinished(), this);
    }

    @Override
    public long nextPublishId() {
      return PUBLISH | (long) number << Integer.SIZE | (lastPublish++ & 0xFFFF_FFFFL);
    }

    /** Its publisher was told that it is accepted; there is nobody to tell. */
    @Override
    public void onUnroutable(Message message, boolean mandatory) {
      session.access().countUnroutable(false);
    }
  }

  private final LinkSession session;
  private final Map<Binary, Numbered> open = new HashMap<>(2);
  private final Map<Integer, Numbered> known = new HashMap<>(2); // open, or under way
  private int lastNumber;

  /** Creates it, without any. */
  public SessionTransactions(LinkSession session) {
    this.session = session;
  }

  /** Whether the id of a publish is of a transaction. */
  public static boolean isPublish(long publishId) {
    return (publishId & PUBLISH) != 0;
  }

  /**
   * Declares a transaction. §4.2.
   *
   * @return its id
   * @throws AmqpFault when there are too many
   */
  Binary declare() {
    if (open.size() >= OPEN_MAX) {
      throw AmqpFault.link(
          AmqpCondition.RESOURCE_LIMIT_EXCEEDED,
          "a session may have " + OPEN_MAX + " transactions open");
    }
    lastNumber = lastNumber + 1 & NUMBER_MASK;
    Binary id = new Binary(ByteBuffer.allocate(Integer.BYTES).putInt(lastNumber).array());
    Numbered made = new Numbered(lastNumber);
    open.put(id, made);
    known.put(lastNumber, made);
    return id;
  }

  /** An open transaction; {@code null} when none has the id. */
  public @Nullable Transaction get(Binary id) {
    Numbered found = open.get(id);
    return found == null ? null : found.held;
  }

  /**
   * An open transaction.
   *
   * @throws AmqpFault when none has the id; the session ends
   */
  public Transaction require(Binary id) {
    Transaction found = get(id);
    if (found == null) {
      throw AmqpFault.session(AmqpCondition.TRANSACTION_UNKNOWN_ID, "no such transaction is open");
    }
    return found;
  }

  /**
   * Discharges a transaction. §4.3.
   *
   * @param fail whether it is to be rolled back
   * @return completes when that is done; fails with {@link AmqpFault} for an unknown id, or with
   *     what has kept the commit from being whole
   */
  Future<Void> discharge(Binary id, boolean fail) {
    Numbered ended = open.remove(id);
    if (ended == null) {
      return Future.failedFuture(
          AmqpFault.link(AmqpCondition.TRANSACTION_UNKNOWN_ID, "no such transaction is open"));
    }
    if (fail) {
      known.remove(ended.number);
      putBack(ended.held.rollback());
      return Future.succeededFuture();
    }
    return ended.held.commit().onComplete(done -> known.remove(ended.number));
  }

  private void putBack(List<Transaction.Settlement> settlements) {
    for (Transaction.Settlement each : settlements) {
      session.access().settle(each.delivery(), SettleOutcome.REQUEUE);
    }
  }

  /** A queue has answered a publish of a commit. */
  public void onConfirm(long publishId, boolean accepted) {
    Numbered found = known.get((int) (publishId >>> Integer.SIZE) & NUMBER_MASK);
    if (found != null) {
      found.held.onConfirm(accepted);
    }
  }

  /** The session ends. Commits that are under way go on. */
  public void abandon() {
    open.clear();
    for (Numbered each : new ArrayList<>(known.values())) {
      putBack(each.held.abandon());
    }
    known.clear();
  }
}
