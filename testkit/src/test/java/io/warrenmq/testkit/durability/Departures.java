package io.warrenmq.testkit.durability;

import io.warrenmq.api.message.DeathReason;
import java.util.List;

/** For what reasons messages may leave their queues although no client has settled them. */
final class Departures {
  // From queue to queue without a client's doing a message gets only so far.
  private static final int HOPS_MAX = 6;

  private final Topology topology;
  private final List<Sent> sent;

  Departures(Topology topology, List<Sent> sent) {
    this.topology = topology;
    this.sent = sent;
  }

  /** When a message that came into a queue at a time must not be handed out any more; −1: never. */
  static long deadlineMs(Sent message, QueuePlan queue, int stage, long arrivedMs) {
    long ttlMs = queue.ttlMs(stage == 0 ? message.ttlMs : -1);
    return ttlMs < 0 ? -1 : arrivedMs + ttlMs;
  }

  /** Whether a message may die for a reason in a queue. */
  static boolean isPossible(DeathReason reason, Sent message, QueuePlan queue, int stage) {
    return switch (reason) {
      case REJECTED -> message.discards(queue.name()) > 0;
      case EXPIRED -> deadlineMs(message, queue, stage, 0) >= 0;
      case MAXLEN -> queue.dropsHead() || queue.buriesRefused();
      case DELIVERY_LIMIT -> queue.deliveryLimit() >= 0;
    };
  }

  /** Whether a message may have left the queue that it was last known to be in. */
  boolean mayHaveLeft(Sent message, long nowMs) {
    QueuePlan queue = topology.queueAt(message, message.stage);
    return queue != null
        && ((message.wasDoubled && message.wasBuried) // It is here, there or in both places.
            || hasReturnedTooOften(message, queue)
            || mayLeave(message, queue, message.stage, message.arrivedMs, nowMs));
  }

  private static boolean hasReturnedTooOften(Sent message, QueuePlan queue) {
    return queue.deliveryLimit() >= 0 && message.returnsMax > queue.deliveryLimit();
  }

  private boolean mayLeave(Sent message, QueuePlan queue, int stage, long arrivedMs, long nowMs) {
    long deadlineMs = deadlineMs(message, queue, stage, arrivedMs);
    return (deadlineMs >= 0 && deadlineMs <= nowMs)
        || mayBeRefused(message, queue, stage)
        || (queue.dropsHead() && mayBeDropped(message, queue, stage));
  }

  private static boolean mayBeRefused(Sent message, QueuePlan queue, int stage) {
    return queue.refuses() && (stage > 0 || !message.isAnswered());
  }

  /** Whether there were enough others behind it that it had to make room. */
  private boolean mayBeDropped(Sent message, QueuePlan queue, int stage) {
    if (stage > 0 || topology.isTarget(queue.name())) {
      return true;
    }
    boolean othersOvertake = queue.hasPriorities() || queue.requeuesToBack();
    int first = othersOvertake ? 0 : message.quietBefore;
    long count = 1;
    long bytes = message.body.length;
    for (Sent other : sent.subList(first, sent.size())) {
      if (other.queue == queue && other != message) {
        count++;
        bytes += other.body.length;
      }
    }
    return queue.isOver(count, bytes);
  }

  /** Whether a queue may have been full when it refused a message. */
  boolean mayHaveBeenFull(Sent refused) {
    QueuePlan queue = refused.queue;
    if (topology.isTarget(queue.name())) {
      return true;
    }
    long count = 1;
    long bytes = refused.body.length;
    for (Sent other : sent) {
      boolean wasGone = other.goneSince > 0 && other.goneSince <= refused.quietBefore;
      if (other.queue == queue && other != refused && !wasGone) {
        count++;
        bytes += other.body.length;
      }
    }
    return queue.isOver(count, bytes);
  }

  /** Whether a message may be in no queue any more. */
  boolean mayBeGone(Sent message, long nowMs) {
    int stage = message.stage;
    long arrivedMs = message.arrivedMs;
    QueuePlan queue = topology.queueAt(message, stage);
    boolean leaves = mayHaveLeft(message, nowMs);
    while (queue != null && stage < message.stage + HOPS_MAX) {
      if (!leaves) {
        return false;
      }
      QueuePlan next = topology.after(queue);
      if (next == null
          || (stage > 0 && mayBeRefused(message, queue, stage) && !queue.buriesRefused())
          || topology.hasPassed(message, stage, next.name())) { // Circles are broken.
        return true;
      }
      long deadlineMs = deadlineMs(message, queue, stage, arrivedMs);
      boolean expiresOnly =
          deadlineMs >= 0 && !queue.dropsHead() && !mayBeRefused(message, queue, stage);
      boolean isFresh = message.returnsMax == 0 && !message.wasDoubled;
      arrivedMs = expiresOnly && isFresh ? deadlineMs : arrivedMs;
      stage++;
      queue = next;
      leaves =
          mayLeave(message, queue, stage, arrivedMs, nowMs)
              || (message.wasDoubled && message.wasBuried);
    }
    return true;
  }
}
