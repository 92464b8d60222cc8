package io.warrenmq.testkit.durability;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queues that there are, and the ways of dead letters between them. */
final class Topology {
  /** All queues; the latter two are for dead letters, but not for these alone. */
  static final List<String> NAMES = List.of("q0", "q1", "q2", "d0", "d1");

  private final SeedPlan plan;
  private final Map<String, QueuePlan> declared = new HashMap<>();
  private final Set<String> targets = new HashSet<>();
  private int declarations;

  Topology(SeedPlan plan) {
    this.plan = plan;
  }

  /** Chooses a queue for a name that has none. */
  QueuePlan declare(String name) {
    String target =
        switch (name) {
          case "d0" -> plan.chance(3) ? "q0" : null; // They may come back.
          case "d1" -> plan.chance(3) ? "d0" : null;
          default -> "d" + plan.below(2);
        };
    QueuePlan queue = QueuePlan.choose(declarations++, name, target, plan);
    declared.put(name, queue);
    if (queue.deadLettersTo() != null) {
      targets.add(queue.deadLettersTo());
    }
    return queue;
  }

  void delete(QueuePlan queue) {
    declared.remove(queue.name());
  }

  @Nullable QueuePlan find(String name) {
    return declared.get(name);
  }

  Collection<QueuePlan> queues() {
    return declared.values();
  }

  boolean isDeclared(QueuePlan queue) {
    return declared.get(queue.name()) == queue;
  }

  /** Whether dead letters of some queue go there, or have gone. */
  boolean isTarget(String name) {
    return targets.contains(name);
  }

  /** Whether it never gets dead letters. */
  boolean isForNoDeadLetters(QueuePlan queue) {
    return queue.name().startsWith("q") && !isTarget(queue.name());
  }

  /** The queue that a queue's dead letters go to; {@code null} when they are dropped. */
  @Nullable QueuePlan after(QueuePlan queue) {
    String name = queue.deadLettersTo();
    return name == null ? null : declared.get(name);
  }

  /** The queue in which a message is after so many deaths; {@code null} when it is in none. */
  @Nullable QueuePlan queueAt(Sent message, int stage) {
    QueuePlan queue = message.queue;
    for (int i = 0; i < stage && queue != null; i++) {
      queue = after(queue);
    }
    return queue;
  }

  /** Whether a message has been in a queue of that name when it is at a stage. */
  boolean hasPassed(Sent message, int stage, String name) {
    for (int i = 0; i <= stage; i++) {
      QueuePlan queue = queueAt(message, i);
      if (queue != null && queue.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
