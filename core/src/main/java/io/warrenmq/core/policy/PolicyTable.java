package io.warrenmq.core.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies and operator policies of a vhost. To each thing applies the policy with the highest
 * priority that matches it, and the operator policy likewise; of two with the same priority the one
 * whose name comes first, where RabbitMQ takes any. Immutable.
 */
public final class PolicyTable {
  /** No policies. */
  public static final PolicyTable NONE = new PolicyTable(List.of(), List.of());

  private static final Comparator<Policy> ORDER =
      Comparator.comparingDouble((Policy policy) -> -policy.source().priority().doubleValue())
          .thenComparing(Policy::name);

  private final List<Policy> policies; // those that count first come first
  private final List<Policy> operatorPolicies;

  private PolicyTable(List<Policy> policies, List<Policy> operatorPolicies) {
    this.policies = policies;
    this.operatorPolicies = operatorPolicies;
  }

  /** Its policies or its operator policies; those that count first come first. */
  public List<Policy> all(boolean operator) {
    return operator ? operatorPolicies : policies;
  }

  /** Whether there are none of either kind. */
  public boolean isEmpty() {
    return policies.isEmpty() && operatorPolicies.isEmpty();
  }

  /** The policy of that name; {@code null} when there is none. */
  public @Nullable Policy find(boolean operator, String name) {
    for (Policy policy : all(operator)) {
      if (policy.name().equals(name)) {
        return policy;
      }
    }
    return null;
  }

  /** This table with these policies, each in place of one of its name. */
  public PolicyTable with(Collection<Policy> more) {
    return new PolicyTable(with(policies, more, false), with(operatorPolicies, more, true));
  }

  private static List<Policy> with(List<Policy> before, Collection<Policy> more, boolean operator) {
    Map<String, Policy> byName = new HashMap<>();
    before.forEach(policy -> byName.put(policy.name(), policy));
    for (Policy policy : more) {
      if (policy.isOperator() == operator) {
        byName.put(policy.name(), policy);
      }
    }
    List<Policy> sorted = new ArrayList<>(byName.values());
    sorted.sort(ORDER);
    return List.copyOf(sorted);
  }

  /** This table without a policy. */
  public PolicyTable without(boolean operator, String name) {
    List<Policy> rest =
        all(operator).stream().filter(policy -> !policy.name().equals(name)).toList();
    return operator ? new PolicyTable(policies, rest) : new PolicyTable(rest, operatorPolicies);
  }

  /**
   * The one that applies to something, of the policies or operator policies; {@code null}: none.
   */
  public @Nullable Policy match(boolean operator, PolicyTarget target, String name) {
    for (Policy policy : all(operator)) {
      if (policy.matches(target, name)) {
        return policy;
      }
    }
    return null;
  }
}
