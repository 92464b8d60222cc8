package io.warrenmq.testkit.durability;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a message's death history against what has become of it. */
final class DeathCheck {
  private final Topology topology;

  DeathCheck(Topology topology) {
    this.topology = topology;
  }

  /** How often a message has died. */
  static int stageOf(Message message) {
    return (int) message.annotations().deaths().stream().mapToLong(Death::count).sum();
  }

  /** When a message came into the queue that it is in. */
  static long arrivedMs(Sent sent, Message message) {
    List<Death> deaths = message.annotations().deaths();
    return deaths.isEmpty() ? sent.sentMs : deaths.get(0).lastTimeMs();
  }

  /** What is wrong with the history; {@code null} for nothing. */
  @Nullable String fault(Sent sent, Message message, long nowMs) {
    Annotations annotations = message.annotations();
    List<Death> deaths = annotations.deaths();
    if (deaths.isEmpty()) {
      boolean neverDied = annotations.firstDeath() == null && !annotations.ttlRemoved();
      return neverDied && message.ttlMs() == sent.ttlMs ? null : "has died";
    }
    int stage = stageOf(message);
    QueuePlan lastQueue = topology.queueAt(sent, stage - 1);
    if (lastQueue == null || !lastQueue.name().equals(deaths.get(0).queue())) {
      return "died last elsewhere";
    }
    Death first = annotations.firstDeath();
    if (first == null || !first.queue().equals(sent.queue.name())) {
      return "died first elsewhere";
    }
    if (!annotations.ttlRemoved() || message.ttlMs() != Message.NO_TTL) {
      return "has its TTL still";
    }
    if (!message.routingKey().equals(lastQueue.deadLettersTo()) || !message.exchange().isEmpty()) {
      return "was routed by other keys";
    }
    String fault = countsFault(sent, deaths, stage);
    for (Death death : deaths) {
      if (fault == null) {
        fault = fault(sent, death, nowMs);
      }
    }
    return fault;
  }

  private @Nullable String countsFault(Sent sent, List<Death> deaths, int stage) {
    Map<String, Long> counts = new HashMap<>();
    for (Death death : deaths) {
      counts.merge(death.queue(), death.count(), Long::sum);
    }
    for (int i = 0; i < stage; i++) {
      QueuePlan queue = topology.queueAt(sent, i);
      if (queue != null) {
        counts.merge(queue.name(), -1L, Long::sum);
      }
    }
    return counts.values().stream().allMatch(count -> count == 0) ? null : "died elsewhere";
  }

  private @Nullable String fault(Sent sent, Death death, long nowMs) {
    boolean isFirstQueue = death.queue().equals(sent.queue.name());
    QueuePlan queue = isFirstQueue ? sent.queue : topology.find(death.queue());
    if (queue == null
        || !Departures.isPossible(death.reason(), sent, queue, isFirstQueue ? 0 : 1)) {
      return "cannot have died of it: " + death;
    }
    if (death.firstTimeMs() < sent.sentMs
        || death.lastTimeMs() < death.firstTimeMs()
        || death.lastTimeMs() > nowMs) {
      return "died at another time: " + death;
    }
    boolean wasFirst = isFirstQueue && death.originalTtlMs() == sent.ttlMs;
    if (!wasFirst && death.originalTtlMs() != Message.NO_TTL) {
      return "had another TTL: " + death;
    }
    long deadlineMs = Departures.deadlineMs(sent, queue, isFirstQueue ? 0 : 1, sent.sentMs);
    if (death.reason() == DeathReason.EXPIRED && death.firstTimeMs() < deadlineMs) {
      return "expired too early: " + death;
    }
    if (death.reason() == DeathReason.REJECTED
        && !sent.wasDoubled
        && death.count() != sent.discards(death.queue())) {
      return "was rejected " + sent.discards(death.queue()) + " times: " + death;
    }
    return death.exchange().isEmpty() && death.routingKeys().equals(List.of(death.queue()))
        ? null
        : "was published otherwise: " + death;
  }
}
