package io.warrenmq.core.policy;

import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.pattern.NamePattern;
import java.util.Map;

/**
 * A policy or operator policy, checked and compiled. Immutable; equal when what they were made of
 * is.
 *
 * @param source what it was made of
 * @param pattern which names it applies to
 * @param applyTo which kinds of things it applies to
 */
public record Policy(PolicyPut source, NamePattern pattern, ApplyTo applyTo) {
  /** Its name, one of its vhost's policies or operator policies. */
  public String name() {
    return source.name();
  }

  /** Whether it is an operator policy. */
  public boolean isOperator() {
    return source.operator();
  }

  /** What it says, by key. */
  public Map<String, Object> definition() {
    return source.definition();
  }

  /** Whether it may apply to this thing; the one with the highest priority does. */
  boolean matches(PolicyTarget target, String name) {
    return applyTo.covers(target)
        && (target.knows(definition()) || isMeantForClassic())
        && pattern.matches(name);
  }

  /**
   * RabbitMQ's classic queues have no delivery limit, and ours do. A policy for all kinds of queues
   * must not apply to other queues than it does there; one for classic queues alone does not apply
   * there at all, and may here.
   */
  private boolean isMeantForClassic() {
    return applyTo == ApplyTo.CLASSIC_QUEUES
        && PolicyTarget.CLASSIC_QUEUE.knows(
            PolicyKeys.without(definition(), PolicyKeys.DELIVERY_LIMIT));
  }
}
