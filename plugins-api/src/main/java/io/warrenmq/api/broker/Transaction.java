package io.warrenmq.api.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds publishes and settlements of a session back until the commit, which is done when all queues
 * have confirmed what it published. Confined to the connection's loop.
 *
 * <pre>
 *   OPEN ── commit ──▶ PUBLISHING ── last publish ──▶ CONFIRMING ── last confirm ──▶ OPEN (or fails when a queue refused)
 *   OPEN ── rollback ──▶ OPEN
 *   PUBLISHING ── the session ends ──▶ PUBLISHING ── last publish ──▶ (forgotten)
 * </pre>
 *
 * A large transaction is published in pieces, so that the loop's others are served in between, and
 * at the pace of its queues. It is one step for all that: also when the client is gone by then, all
 * of it is published and settled. Nothing is to be added until the commit is done.
 */
public final class Transaction {
  // Of a turn. About a millisecond's work; the broker pauses sooner those that reach many queues.
  private static final int PUBLISHES_PER_TURN = 1000;
  private static final int ENTRY_BYTES = 100; // what an entry costs beside the message, about

  /** The protocol's side. */
  public interface Owner {
    /** An id for a publish of the commit, whose confirm is to go to {@link #onConfirm}. */
    long nextPublishId();

    /** A message of the commit has found no queue. Not called once the session has ended. */
    void onUnroutable(Message message, boolean mandatory);
  }

  private record Publish(Message message, boolean mandatory) {
    long bytes() {
      return (long) ENTRY_BYTES + message.bytes().length;
    }
  }

  /**
   * A settlement that waits for the commit.
   *
   * @param tag the protocol's number for the delivery
   * @param added annotations for its message; empty for none
   */
  public record Settlement(
      long tag, Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {}

  private final Loop loop;
  private final BrokerConnection connection;
  private final VhostAccess session;
  private final UnfinishedBytes unfinished;
  private final Owner owner;
  private final ArrayDeque<Publish> publishes = new ArrayDeque<>(1);
  private List<Settlement> settlements = new ArrayList<>();
  private long addedBytes; // of annotations in those
  private long unconfirmed;
  private @Nullable Promise<Void> commit; // null: none is under way
  private boolean committing; // its publishes and settlements are not all out
  private boolean abandoned;
  private @Nullable BrokerException failure; // the commit's first

  /**
   * Begins an empty transaction.
   *
   * @param unfinished bounds what may be held back, and accounts for it
   */
  public Transaction(
      Loop loop,
      BrokerConnection connection,
      VhostAccess session,
      UnfinishedBytes unfinished,
      Owner owner) {
    this.loop = loop;
    this.connection = connection;
    this.session = session;
    this.unfinished = unfinished;
    this.owner = owner;
  }

  /**
   * Holds a publish back, which is checked now as well as then.
   *
   * @param mandatory for the owner, when it finds no queue
   * @return whether there was room for it, see {@link UnfinishedBytes#take}
   * @throws BrokerException as {@link VhostAccess#checkPublish}
   */
  public boolean publish(Message message, boolean mandatory) {
    session.checkPublish(message);
    Publish publish = new Publish(message, mandatory);
    if (!unfinished.take(publish.bytes())) {
      return false;
    }
    publishes.add(publish);
    return true;
  }

  /** Holds a settlement back. Bounded by what is unsettled. */
  public void settle(long tag, Delivery delivery, SettleOutcome outcome) {
    settlements.add(new Settlement(tag, delivery, outcome, Map.of()));
  }

  /**
   * Holds a settlement back that adds annotations to its message; a rollback forgets them.
   *
   * @param added as {@link VhostAccess#settle(Delivery, SettleOutcome, Map)}
   * @return whether there was room for it, see {@link UnfinishedBytes#take}
   */
  public boolean settle(
      long tag, Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    int weight = Annotations.weight(added);
    if (!unfinished.take(weight)) {
      return false;
    }
    addedBytes += weight;
    settlements.add(new Settlement(tag, delivery, outcome, added));
    return true;
  }

  /** Publishes that are held back. */
  public int publishCount() {
    return publishes.size();
  }

  /** Settlements that are held back. */
  public int settlementCount() {
    return settlements.size();
  }

  /** {@link Delivery#overdueMs} of the first whose settlement is held back and is overdue; or 0. */
  public long overdueMs(long nowMs, long defaultMs) {
    for (Settlement settlement : settlements) {
      long overdueMs = settlement.delivery().overdueMs(nowMs, defaultMs);
      if (overdueMs > 0) {
        return overdueMs;
      }
    }
    return 0;
  }

  /**
   * Publishes and settles all.
   *
   * @return completes when all queues have it; fails with the first refusal when not all of it
   *     could be done
   */
  public Future<Void> commit() {
    Promise<Void> begun = Promise.promise();
    commit = begun;
    committing = true;
    failure = null;
    commitSome();
    return begun.future();
  }

  private void commitSome() {
    try {
      publishSome();
      if (!publishes.isEmpty()) {
        connection.whenMayPublish(() -> loop.atNextTurn(this::commitSome));
        return;
      }
      for (Settlement each : takeSettlements()) {
        session.settle(each.delivery(), each.outcome(), each.added());
      }
      committing = false;
    } catch (RuntimeException bug) {
      committing = false;
      end(bug);
      return;
    }
    if (unconfirmed == 0 || abandoned) {
      end(failure);
    }
  }

  private void publishSome() {
    for (int i = 0; i < PUBLISHES_PER_TURN; i++) {
      Publish next = publishes.poll();
      if (next == null) {
        return;
      }
      unfinished.giveBack(next.bytes());
      publish(next);
      if (!connection.mayPublish()) {
        return;
      }
    }
  }

  private void publish(Publish publish) {
    unconfirmed++; // before the call: the confirm may come within it
    try {
      if (session.publish(publish.message(), owner.nextPublishId()) == VhostAccess.UNROUTABLE) {
        unconfirmed--;
        if (!abandoned) {
          owner.onUnroutable(publish.message(), publish.mandatory());
        }
      }
    } catch (BrokerException refusal) { // Its exchange is gone, say. The others are still good.
      unconfirmed--;
      fail(refusal);
    }
  }

  /** A queue has answered a publish of the commit. */
  public void onConfirm(boolean accepted) {
    if (!accepted) {
      fail(new BrokerException(ErrorKind.PRECONDITION_FAILED, "partial tx completion"));
    }
    if (--unconfirmed == 0 && !committing) {
      end(failure);
    }
  }

  private void fail(BrokerException refusal) {
    if (failure == null) {
      failure = refusal;
    }
  }

  /** The commit is to be answered, unless the session has ended. */
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

  /**
   * Forgets the publishes.
   *
   * @return the settlements that were held back, in their order: their deliveries are unsettled
   */
  public List<Settlement> rollback() {
    long bytes = 0;
    for (Publish each : publishes) {
      bytes += each.bytes();
    }
    publishes.clear();
    unfinished.giveBack(bytes);
    return takeSettlements();
  }

  /**
   * The session ends. What is not committed is forgotten; a commit that has begun goes on.
   *
   * @return as {@link #rollback}; nothing while a commit goes on
   */
  public List<Settlement> abandon() {
    abandoned = true;
    if (committing) {
      return List.of();
    }
    List<Settlement> unsettled = rollback();
    end(null);
    return unsettled;
  }

  private List<Settlement> takeSettlements() {
    List<Settlement> taken = settlements;
    settlements = new ArrayList<>();
    unfinished.giveBack(addedBytes);
    addedBytes = 0;
    return taken;
  }
}
