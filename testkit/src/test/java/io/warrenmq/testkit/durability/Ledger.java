package io.warrenmq.testkit.durability;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.testkit.durability.Sent.Safety;
import io.warrenmq.testkit.durability.Sent.State;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What clients have done and were told, and what must and may be in the queues because of it. The
 * broker runs on while clients look, so the ledger knows some things only when all is quiet:
 * whether a message is on its way, written, or safe.
 */
final class Ledger {
  private final SeedPlan plan;
  private final Topology topology;
  private final List<Sent> sent = new ArrayList<>();
  private final Departures departures;
  private final DeathCheck deaths;
  private final Map<Safety, Set<Sent>> unsafe = new LinkedHashMap<>();
  private Map<Sent, State> syncing = Map.of();
  private int quietCount; // messages that had been sent when all was quiet
  private int lifeFirst; // the first message of this life
  private int life;

  Ledger(SeedPlan plan, Topology topology) {
    this.plan = plan;
    this.topology = topology;
    this.departures = new Departures(topology, sent);
    this.deaths = new DeathCheck(topology);
    for (Safety safety : Safety.values()) {
      unsafe.put(safety, new LinkedHashSet<>());
    }
  }

  /**
   * A message that a client has got and not settled.
   *
   * @param delivery as it came
   * @param sent the message
   * @param stage how often it had died
   * @param queue where it came from
   * @param added what it had been given by clients
   */
  record Taken(
      Delivery delivery, Sent sent, int stage, QueuePlan queue, Map<String, Object> added) {}

  // ---- what clients do ----

  Sent publish(
      int publisher,
      QueuePlan queue,
      boolean persistent,
      int priority,
      long ttlMs,
      long nowMs,
      byte[] body,
      List<Sent> settledBefore) {
    int id = sent.size() + 1;
    ByteBuffer.wrap(body).putInt(0, id);
    Sent message =
        new Sent(
            id,
            publisher,
            queue,
            persistent,
            priority,
            ttlMs,
            nowMs,
            body,
            quietCount,
            settledBefore);
    sent.add(message);
    changed(message);
    return message;
  }

  private void changed(Sent message) {
    unsafe.values().forEach(all -> all.add(message));
  }

  /** A publisher was told. */
  void answered(long publishId, boolean accepted) {
    Sent message = sent.get((int) publishId - 1);
    check(!message.isAnswered(), "answered twice", message);
    if (accepted) {
      message.accepted = true;
      if (message.queue.keeps(message.persistent)
          && message.stage == 0
          && message.most + message.out > 0) {
        // It was written, and what its publisher had settled before in its queue as well.
        message.settledBefore.forEach(this::endedForGood);
      }
    } else {
      refused(message);
    }
  }

  private void endedForGood(Sent settled) {
    if (settled.most + settled.out == 0) {
      settled.makeSafe(Safety.WRITTEN, settled.state());
      if (plan.sync() == SyncPolicy.BEFORE_CONFIRM) {
        settled.makeSafe(Safety.SYNCED, settled.state());
      }
    }
  }

  private void refused(Sent message) {
    QueuePlan queue = message.queue;
    check(queue.refuses() && departures.mayHaveBeenFull(message), "refused", message);
    check(message.seenStage != 0, "handed out and refused", message);
    message.refused = true;
    if (!queue.buriesRefused() || topology.after(queue) == null) {
      message.vanish();
      message.makeSafe(message.state());
    } else if (message.stage == 0) {
      message.moveTo(1, message.sentMs);
    }
    changed(message);
  }

  /** A client gets a message. */
  Taken delivered(Delivery delivery, long nowMs) {
    Message message = delivery.message();
    Sent each = whole(message);
    int stage = DeathCheck.stageOf(message);
    check(each.most > 0, "handed out at stage " + stage, each);
    check(stage >= each.stage, "handed out anew at stage " + stage, each);
    QueuePlan queue = topology.queueAt(each, stage);
    if (queue == null
        || !topology.isDeclared(queue)
        || !queue.name().equals(delivery.queueName())) {
      throw fault("in a queue where it was never: " + delivery.queueName(), each);
    }
    String fault = deaths.fault(each, message, nowMs);
    check(fault == null, "a history that is not its own: " + fault + message.annotations(), each);
    check(message.isDurable() || !each.persistent, "not durable any more", each);
    long arrivedMs = DeathCheck.arrivedMs(each, message);
    long deadlineMs = Departures.deadlineMs(each, queue, stage, arrivedMs);
    check(
        deadlineMs < 0 || nowMs < deadlineMs || (deadlineMs == arrivedMs && nowMs == arrivedMs),
        "handed out " + (nowMs - deadlineMs) + " ms after it expired",
        each);
    if (!each.wasDoubled) {
      each.moveTo(Math.max(each.stage, stage), arrivedMs);
      checkMarks(each, stage, queue, delivery);
    }
    if (stage == 0) {
      wasKept(each);
    }
    each.isBack |= each.mayBeBack;
    each.leastWhenKept = 0;
    each.seenStage = stage;
    each.handOut();
    changed(each);
    Map<String, Object> added = message.annotations().values();
    check(each.mayHave(added), "has no longer what was added, but " + added.keySet(), each);
    return new Taken(delivery, each, stage, queue, added);
  }

  /** The number of a message. */
  static int idOf(Message message) {
    return ByteBuffer.wrap(message.bytes()).getInt();
  }

  private Sent whole(Message message) {
    Sent each = sent.get(idOf(message) - 1);
    check(Arrays.equals(each.body, message.bytes()), "altered", each);
    Map<String, Object> values = message.annotations().values();
    check(each.added.contains(values), "never had " + values.keySet(), each);
    return each;
  }

  /** A client is shown a message that stays where it is. */
  void shown(Delivery delivery) {
    Sent each = whole(delivery.message());
    QueuePlan queue = topology.queueAt(each, DeathCheck.stageOf(delivery.message()));
    check(
        queue != null && queue.name().equals(delivery.queueName()),
        "shown in a queue where it was never: " + delivery.queueName(),
        each);
  }

  private void checkMarks(Sent each, int stage, QueuePlan queue, Delivery delivery) {
    check(
        each.seenStage != stage || delivery.isRedelivered(),
        "seen before, and does not say so",
        each);
    int returns = delivery.deliveryCount();
    check(
        queue.deliveryLimit() < 0 || (returns >= each.returnsMin && returns <= each.returnsMax),
        "returned " + each.returnsMin + " to " + each.returnsMax + " times, says " + returns,
        each);
  }

  /**
   * A message that might have been lost was not. Then nothing was that its publisher had sent to
   * the queue before, and what it had settled there before does not come back.
   */
  private void wasKept(Sent message) {
    if (message.cutLife < 0) {
      return;
    }
    for (Sent settled : message.settledBefore) {
      check(!settled.isBack, "settled before " + message.id + ", which was kept", settled);
      if (settled.mayBeBack) {
        settled.vanish();
      }
    }
    for (Sent earlier : sent.subList(0, message.id - 1)) {
      if (earlier.cutLife == message.cutLife
          && earlier.publisher == message.publisher
          && earlier.queue == message.queue
          && earlier.leastWhenKept > 0) {
        earlier.least = Math.max(earlier.least, earlier.leastWhenKept);
        earlier.leastWhenKept = 0;
      }
    }
    message.cutLife = -1;
  }

  /** A client settles a message; its queue is still there. */
  void settled(Taken taken, SettleOutcome outcome, long nowMs) {
    Sent message = taken.sent;
    switch (outcome) {
      case COMPLETE -> message.end();
      case DISCARD -> {
        message.discardedFrom(taken.queue);
        bury(taken, true, nowMs);
      }
      case RELEASE -> message.putBack();
      case REQUEUE -> {
        message.returnsMax++;
        message.returnsMin += message.wasDoubled ? 0 : 1;
        int limit = taken.queue.deliveryLimit();
        if (limit >= 0 && !message.wasDoubled && message.returnsMin > limit) {
          bury(taken, false, nowMs);
        } else {
          message.wasBuried |= limit >= 0 && message.returnsMax > limit;
          putBack(taken);
        }
      }
    }
    changed(message);
  }

  /**
   * A client settles a message and adds something to it, before it says so by {@link #settled}.
   *
   * @return whether that is not too much
   */
  boolean added(Taken taken, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(taken.added);
    all.putAll(more);
    boolean isTaken = Annotations.weight(all) <= Annotations.WEIGHT_MAX;
    if (isTaken) {
      taken.sent.add(all);
    }
    return isTaken;
  }

  private static void putBack(Taken taken) {
    taken.sent.wasBack |= taken.queue.requeuesToBack();
    taken.sent.putBack();
  }

  private void bury(Taken taken, boolean rejected, long nowMs) {
    Sent message = taken.sent;
    message.end();
    message.wasBuried = true;
    QueuePlan next = topology.after(taken.queue);
    if (next == null) {
      return;
    }
    message.most++;
    if (rejected || !topology.hasPassed(message, taken.stage, next.name())) {
      message.least++; // Else it would go in a circle.
    }
    if (!message.wasDoubled) {
      message.moveTo(taken.stage + 1, nowMs);
    }
  }

  /** A client has gone, and is told nothing any more. */
  void gone(int publisher) {
    for (Sent each : sent.subList(lifeFirst, sent.size())) {
      each.isForgotten |= each.publisher == publisher;
    }
  }

  /** A delivery came back unseen, as one that has failed: its client had gone. */
  void returnedUnseen(Delivery delivery) {
    Sent message = sent.get(idOf(delivery.message()) - 1);
    message.returnsMax++;
    message.wasBack = true;
    changed(message);
  }

  /** What was ready in a queue has gone; nothing was on its way there. */
  void purged(QueuePlan queue) {
    for (Sent each : sent) {
      if (each.queue == queue && each.stage == 0) {
        each.least = 0;
        each.leastWhenKept = 0;
        changed(each);
      }
    }
  }

  /**
   * A queue that gets no dead letters has gone, and all in it for good.
   *
   * @param taken what clients have of it
   */
  void deleted(QueuePlan queue, List<Taken> taken, long nowMs) {
    taken.forEach(each -> each.sent.out--);
    for (Sent each : sent) {
      if (each.queue != queue || each.stage > 0) {
        continue;
      }
      boolean mayHaveGoneOn =
          topology.after(queue) != null && (each.wasDoubled || departures.mayHaveLeft(each, nowMs));
      each.vanish();
      each.most = mayHaveGoneOn ? 1 + each.out : 0;
      each.makeSafe(each.state());
    }
    topology.delete(queue);
  }

  // ---- what time brings ----

  /** Nothing is under way: all that has happened is written. */
  void quiet() {
    for (Sent each : sent.subList(lifeFirst, sent.size())) {
      check(each.isAnswered() || each.isForgotten, "never answered", each);
    }
    quietCount = sent.size();
    for (Sent each : unsafe(Safety.WRITTEN)) {
      if (each.most + each.out == 0 && each.goneSince == 0) {
        each.goneSince = quietCount;
      }
    }
    makeSafe(Safety.WRITTEN);
    if (plan.sync() == SyncPolicy.BEFORE_CONFIRM) {
      makeSafe(Safety.SYNCED);
    }
  }

  private Set<Sent> unsafe(Safety safety) {
    Set<Sent> all = unsafe.get(safety);
    assert all != null;
    return all;
  }

  private void makeSafe(Safety safety) {
    unsafe(safety).forEach(each -> each.makeSafe(safety, each.state()));
    unsafe(safety).clear();
  }

  /** All is quiet, and longer than it takes to the next sync. */
  void beginSync() {
    syncing = new LinkedHashMap<>();
    unsafe(Safety.SYNCED).forEach(each -> syncing.put(each, each.state()));
    unsafe(Safety.SYNCED).clear();
  }

  /**
   * That sync has been, or not.
   *
   * @param done whether it went well
   */
  void endSync(boolean done) {
    if (done) {
      syncing.forEach((each, state) -> each.makeSafe(Safety.SYNCED, state));
    } else {
      unsafe(Safety.SYNCED).addAll(syncing.keySet());
    }
    syncing = Map.of();
  }

  /** The broker has ended in good order, and clients have given back what they had. */
  void stopped(long nowMs) {
    for (Sent each : sent) {
      check(each.out == 0, "given back, and still out", each);
      State state = restarted(each, each.state(), each.stage, nowMs);
      each.become(state);
    }
    beginLife();
  }

  /**
   * The broker has ended at once.
   *
   * @param safety what has survived
   * @param sameLoop whether two queues lived on one loop
   */
  void crashed(Safety safety, BiPredicate<QueuePlan, QueuePlan> sameLoop, long nowMs) {
    for (Sent each : sent) {
      State now = each.state();
      State after = afterCrash(each, safety, now, sameLoop, nowMs);
      each.mayBeBack = now.most() == 0 && after.most() > 0;
      each.isBack = false;
      if (after.most() > 0) {
        each.goneSince = 0;
      }
      each.become(restarted(each, after, now.stage(), nowMs));
    }
    beginLife();
  }

  private void beginLife() {
    life++;
    lifeFirst = sent.size();
    quietCount = sent.size();
    sent.forEach(each -> each.makeSafe(each.state()));
    unsafe.values().forEach(Set::clear);
  }

  private State afterCrash(
      Sent each, Safety safety, State now, BiPredicate<QueuePlan, QueuePlan> sameLoop, long nowMs) {
    State before = each.safe(safety);
    boolean wasWritten = safety == Safety.WRITTEN || plan.sync() == SyncPolicy.BEFORE_CONFIRM;
    boolean mayBeLost = before == null && !(each.accepted && wasWritten);
    int firstStage = each.refused ? 1 : 0; // What was refused was never in its first queue.
    State known =
        before != null
            ? before
            : new State(now.least(), 1, firstStage, each.sentMs, 0, now.returnsMax(), 0);
    boolean leaves = departures.mayHaveLeft(each, nowMs);
    boolean isSame = now.equals(before) && !leaves;
    boolean mayMove = leaves || (each.wasDoubled && !isSame);
    boolean moves =
        known.stage() < now.stage() || (mayMove && topology.queueAt(each, now.stage() + 1) != null);
    int lastStage = mayMove ? now.stage() + Topology.NAMES.size() : now.stage();
    int least = Math.min(known.least(), now.least());
    int most = Math.max(known.most(), now.most());
    if (mayBeLost) {
      each.cutLife = life;
      each.leastWhenKept =
          now.stage() == 0 && !leaves && each.queue.keeps(each.persistent) ? now.least() : 0;
      least = 0;
    }
    if (moves && crossesLoops(each, known.stage(), lastStage, sameLoop)) {
      least = 0; // It was on its way, or not.
      most *= 2;
    } else if (moves || (each.wasBack && !isSame)) {
      most *= 2; // Before it leaves its place it is at the next.
    }
    boolean isAtFormer = known.stage() < now.stage();
    return new State(
        least,
        most,
        Math.min(known.stage(), now.stage()),
        isAtFormer ? known.arrivedMs() : now.arrivedMs(),
        isSame ? now.returnsMin() : isAtFormer ? 0 : Math.min(known.returnsMin(), now.returnsMin()),
        Math.max(known.returnsMax(), now.returnsMax()),
        Math.min(known.addedMin(), now.addedMin()));
  }

  private boolean crossesLoops(
      Sent each, int from, int to, BiPredicate<QueuePlan, QueuePlan> sameLoop) {
    for (int stage = from; stage < to; stage++) {
      QueuePlan queue = topology.queueAt(each, stage);
      QueuePlan next = topology.queueAt(each, stage + 1);
      if (queue != null && next != null && !sameLoop.test(queue, next)) {
        return true;
      }
    }
    return false;
  }

  /** What is left of a message when transient messages have ended. */
  private State restarted(Sent each, State state, int lastStage, long nowMs) {
    if (each.persistent || state.most() == 0) {
      return state;
    }
    boolean isCertain =
        !each.wasDoubled && lastStage == state.stage() && !departures.mayHaveLeft(each, nowMs);
    boolean mayBeKept = false;
    boolean isKept = true;
    int stages = isCertain ? lastStage : lastStage + Topology.NAMES.size();
    for (int stage = state.stage(); stage <= stages; stage++) {
      QueuePlan queue = topology.queueAt(each, stage);
      if (queue != null) {
        mayBeKept |= queue.quorum();
        isKept &= queue.quorum();
      }
    }
    if (!isKept) {
      each.leastWhenKept = 0;
    }
    return new State(
        isKept ? state.least() : 0,
        mayBeKept ? state.most() : 0,
        state.stage(),
        state.arrivedMs(),
        state.returnsMin(),
        state.returnsMax(),
        state.addedMin());
  }

  /** Everything that could be taken out of the queues has been. */
  void finish(long nowMs) {
    for (Sent each : sent) {
      check(each.least == 0 || departures.mayBeGone(each, nowMs), "lost", each);
    }
  }

  private void check(boolean holds, String what, Sent each) {
    if (!holds) {
      throw fault(what, each);
    }
  }

  private static AssertionError fault(String what, Sent each) {
    return new AssertionError(what + ": " + each);
  }
}
