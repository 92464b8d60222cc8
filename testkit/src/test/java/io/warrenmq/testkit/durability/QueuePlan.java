package io.warrenmq.testkit.durability;

import io.warrenmq.api.resource.Arguments;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it was declared. Immutable.
 *
 * @param number tells it from others that have had its name
 * @param quorum whether it keeps all messages, or only those that are durable
 * @param deliveryLimit how often a message may be returned; −1 for ever
 * @param ttlMs how long a message may stay; −1 for ever
 * @param maxLength most messages; −1 for no limit
 * @param maxBytes most bytes of bodies; −1 for no limit
 * @param overflow what happens at these limits, as arguments have it
 * @param deadLettersTo the queue that gets its dead letters; {@code null}: they are dropped
 * @param maxPriority the highest priority that is kept apart
 */
record QueuePlan(
    int number,
    String name,
    boolean quorum,
    int deliveryLimit,
    long ttlMs,
    long maxLength,
    long maxBytes,
    String overflow,
    @Nullable String deadLettersTo,
    int maxPriority) {
  static final String DROP_HEAD = "drop-head";
  static final String REJECT_PUBLISH = "reject-publish";
  static final String REJECT_PUBLISH_DLX = "reject-publish-dlx";

  private static final int QUORUM_PRIORITIES = 31;

  /**
   * Chooses a queue.
   *
   * @param number its number
   * @param deadLettersTo where its dead letters would go; {@code null} for nowhere
   */
  static QueuePlan choose(int number, String name, @Nullable String deadLettersTo, SeedPlan plan) {
    boolean quorum = plan.chance(3);
    boolean limited = plan.hasLimits() && plan.chance(3);
    boolean byBytes = limited && plan.chance(3);
    String overflow =
        switch (limited ? plan.below(4) : 0) {
          case 2 -> REJECT_PUBLISH;
          case 3 -> REJECT_PUBLISH_DLX;
          default -> DROP_HEAD;
        };
    return new QueuePlan(
        number,
        name,
        quorum,
        plan.hasDeadLetters() && plan.chance(3)
            ? plan.below(3)
            : quorum && plan.chance(2) ? 1000 : -1,
        plan.hasTtl() && plan.chance(3) ? plan.ttlMs() : -1,
        limited && (!byBytes || plan.chance(2)) ? plan.below(12) : -1,
        byBytes ? plan.below(10_000) : -1,
        overflow,
        plan.hasDeadLetters() && !plan.chance(3) ? deadLettersTo : null,
        quorum ? QUORUM_PRIORITIES : plan.chance(3) ? 3 : 0);
  }

  Arguments arguments() {
    Map<String, Object> arguments = new HashMap<>();
    if (quorum) {
      arguments.put("x-queue-type", "quorum");
    }
    if (quorum || deliveryLimit >= 0) {
      arguments.put("x-delivery-limit", (long) deliveryLimit);
    }
    if (!quorum && maxPriority > 0) {
      arguments.put("x-max-priority", (long) maxPriority);
    }
    if (ttlMs >= 0) {
      arguments.put("x-message-ttl", ttlMs);
    }
    if (maxLength >= 0) {
      arguments.put("x-max-length", maxLength);
    }
    if (maxBytes >= 0) {
      arguments.put("x-max-length-bytes", maxBytes);
    }
    if (isLimited()) {
      arguments.put("x-overflow", overflow);
    }
    if (deadLettersTo != null) {
      arguments.put("x-dead-letter-exchange", "");
      arguments.put("x-dead-letter-routing-key", deadLettersTo);
    }
    return Arguments.of(arguments);
  }

  private boolean isLimited() {
    return maxLength >= 0 || maxBytes >= 0;
  }

  /** Whether so many messages, or so many bytes of bodies, are more than it may hold. */
  boolean isOver(long count, long bytes) {
    return (maxLength >= 0 && count > maxLength) || (maxBytes >= 0 && bytes > maxBytes);
  }

  /** Whether messages that came in may have to leave for others. */
  boolean dropsHead() {
    return isLimited() && overflow.equals(DROP_HEAD);
  }

  /** Whether messages may not be let in. */
  boolean refuses() {
    return isLimited() && !overflow.equals(DROP_HEAD);
  }

  /** Whether what it does not let in is dead-lettered. */
  boolean buriesRefused() {
    return isLimited() && overflow.equals(REJECT_PUBLISH_DLX);
  }

  /** Whether what comes back comes in behind all others. */
  boolean requeuesToBack() {
    return quorum && deliveryLimit < 0;
  }

  /** Whether messages overtake one another. */
  boolean hasPriorities() {
    return maxPriority > 0;
  }

  /** The priority that a message has in it. */
  int priorityOf(int priority) {
    return Math.min(priority, maxPriority);
  }

  boolean keeps(boolean persistent) {
    return persistent || quorum;
  }

  /** How long a message may stay; −1 for ever. */
  long ttlMs(long ownTtlMs) {
    return ownTtlMs < 0 ? ttlMs : ttlMs < 0 ? ownTtlMs : Math.min(ownTtlMs, ttlMs);
  }
}
