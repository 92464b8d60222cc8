package io.warrenmq.core.vhost;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.policy.PolicyTarget;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds which policies of a table apply, and what follows for queues. What is the same for many of
 * them is made once and shared: there may be a million. Confined to the metadata loop.
 */
final class PolicyMatcher {
  // Queues of a vhost differ in few ways as a rule; where they do not, sharing ends here.
  private static final int SHARED_MAX = 1000;

  private final PolicyTable table;
  private final Map<@Nullable Policy, Map<@Nullable Policy, AppliedPolicies>> applied =
      new IdentityHashMap<>();
  private final Map<SharedKey, QueueOptions> shared = new HashMap<>();

  private record SharedKey(AppliedPolicies policies, QueueType type, Arguments arguments) {
    // The policies are one object for all to which they apply.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof SharedKey that
          && policies == that.policies
          && type == that.type
          && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(policies) * 31 + arguments.hashCode();
    }
  }

  PolicyMatcher(PolicyTable table) {
    this.table = table;
  }

  /** The policies it knows of. */
  PolicyTable table() {
    return table;
  }

  /** What applies to an exchange: what applied before, when nothing has changed. */
  AppliedPolicies match(Exchange exchange) {
    return match(PolicyTarget.EXCHANGE, exchange.name(), exchange.policies());
  }

  /** What applies to a queue: what applied before, when nothing has changed. */
  AppliedPolicies match(Queue queue) {
    return match(queue.options().type().policyTarget(), queue.name(), queue.policies());
  }

  private AppliedPolicies match(PolicyTarget target, String name, AppliedPolicies before) {
    if (table.isEmpty()) {
      return AppliedPolicies.NONE;
    }
    Policy policy = table.match(false, target, name);
    Policy operatorPolicy = table.match(true, target, name);
    if (policy == null && operatorPolicy == null) {
      return AppliedPolicies.NONE;
    }
    return before.isOf(policy, operatorPolicy)
        ? before
        : applied
            .computeIfAbsent(policy, p -> new IdentityHashMap<>())
            .computeIfAbsent(operatorPolicy, o -> new AppliedPolicies(policy, operatorPolicy));
  }

  /** The options of a queue under policies. */
  QueueOptions options(QueueType type, QueueDeclaration declaration, AppliedPolicies policies) {
    SharedKey key = new SharedKey(policies, type, declaration.arguments());
    QueueOptions options = shared.get(key);
    if (options == null) {
      options = QueueOptionsParser.under(type, declaration.arguments(), policies);
      if (shared.size() < SHARED_MAX) {
        shared.put(key, options);
      }
    }
    return options;
  }

  /**
   * Makes a queue that is not there yet, under the policies that apply to it.
   *
   * @param declared its options as they follow from its declaration alone
   */
  Queue create(
      QueueFactory factory,
      Vhost vhost,
      QueueDeclaration declaration,
      QueueOptions declared,
      @Nullable BrokerConnection owner,
      long id) {
    AppliedPolicies policies =
        match(declared.type().policyTarget(), declaration.name(), AppliedPolicies.NONE);
    Queue queue =
        factory.create(
            vhost,
            declaration,
            policies.equals(AppliedPolicies.NONE)
                ? declared
                : options(declared.type(), declaration, policies),
            owner,
            id);
    queue.createdUnder(policies);
    return queue;
  }
}
