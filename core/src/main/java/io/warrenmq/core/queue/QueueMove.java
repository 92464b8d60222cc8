package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.loop.Mailboxes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Moves messages from the head of one queue to the end of another, in their order, as if they were
 * consumed and published to the default exchange: a message leaves the one when it is safe in the
 * other, so that a broker that ends in between has it in both, and never in none. Some are under
 * way at a time. Confined to the home loop of the queue that they leave.
 */
final class QueueMove implements ConfirmTarget {
  private static final int WINDOW = 256;
  private static final long WINDOW_BYTES = 4 << 20;

  private final Queue from;
  private final QueueEngine engine;
  private final SingleGets gets;
  private final Queue to;
  private final BooleanSupplier isThere;
  private final long countMax;
  private final Mailboxes mailboxes;
  private final Promise<MoveResult> done = Promise.promise();
  private final Map<Long, Entry> underWay = new HashMap<>();
  private long underWayBytes;
  private long taken;
  private long moved;
  private boolean atEnd; // no more is taken
  private String stopped = "";
  private boolean advancing;
  private boolean again;

  QueueMove(
      Queue from,
      QueueEngine engine,
      SingleGets gets,
      Queue to,
      BooleanSupplier isThere,
      long countMax,
      Mailboxes mailboxes) {
    this.from = from;
    this.engine = engine;
    this.gets = gets;
    this.to = to;
    this.isThere = isThere;
    this.countMax = countMax;
    this.mailboxes = mailboxes;
  }

  /** Begins; completes on the same loop. */
  Future<MoveResult> start() {
    try {
      from.checkAlive();
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
    advance();
    return done.future();
  }

  /** Takes what may be under way. A confirm may come while it does, and leads here again. */
  private void advance() {
    if (advancing) {
      again = true;
      return;
    }
    advancing = true;
    try {
      int inThisTurn = 0;
      do {
        again = false;
        while (mayTake()) {
          if (inThisTurn++ == Queue.MESSAGES_PER_RUN) {
            from.home().execute(this::advance);
            return;
          }
          if (!takeOne()) {
            break;
          }
        }
      } while (again);
    } finally {
      advancing = false;
    }
    if (atEnd && underWay.isEmpty()) {
      done.tryComplete(new MoveResult(moved, stopped));
    }
  }

  private boolean mayTake() {
    atEnd |= taken == countMax;
    return !atEnd && underWay.size() < WINDOW && underWayBytes < WINDOW_BYTES;
  }

  /** Whether it is to go on: not when what is next has to be read first. */
  private boolean takeOne() {
    if (!isThere.getAsBoolean()) {
      stop("no " + to.describe());
      return false;
    }
    from.run(); // Heads that have expired leave.
    if (engine.isAwaitingRead()) {
      gets.whenRead(this::advance);
      return false;
    }
    Entry entry = engine.handOut();
    if (entry == null) {
      atEnd = true;
      return false;
    }
    entry.becomeDelivered(null, from.nowMs());
    taken++;
    underWay.put(taken, entry);
    underWayBytes += entry.weight();
    Message message = entry.message();
    Message again =
        message.reroute("", to.name(), List.of(), message.ttlMs(), message.annotations());
    mailboxes.post(from.home(), to.home(), new Entry(to, again, this, taken));
    return true;
  }

  private void stop(String reason) {
    atEnd = true;
    if (stopped.isEmpty()) {
      stopped = reason;
    }
  }

  @Override
  public Loop loop() {
    return from.home();
  }

  @Override
  public void onQueueConfirm(long publishId, boolean accepted) {
    Entry entry = underWay.remove(publishId);
    if (entry == null) {
      return;
    }
    underWayBytes -= entry.weight();
    if (accepted) {
      moved++;
    } else {
      stop(to.describe() + " takes no more");
    }
    entry.settleAs(accepted ? SettleOutcome.COMPLETE : SettleOutcome.RELEASE);
    from.onSettle(entry);
    advance();
  }
}
