package io.warrenmq.core.policy;

import java.math.BigInteger;
import java.util.Set;

/**
 * Whose value is in force when two say something, as in RabbitMQ. Stateless.
 *
 * <p>Between a queue's argument and a policy the smaller one of numbers that limit something; of a
 * quorum queue's {@code overflow} the policy's; else the argument's. Between a policy and an
 * operator policy the smaller one too, of {@code target-group-size} the larger one, else the
 * operator policy's. A negative delivery limit is none, so that the other one counts.
 */
final class MergeRules {
  private static final Set<String> SMALLER =
      Set.of(
          "consumer-timeout",
          PolicyKeys.DELIVERY_LIMIT,
          "expires",
          "max-in-memory-bytes",
          "max-in-memory-length",
          "max-length",
          "max-length-bytes",
          "message-ttl");

  private MergeRules() {}

  /** Whether a policy's value counts, and not that of an argument. */
  static boolean policyBeatsArgument(
      PolicyTarget target, String key, Object policy, Object argument) {
    if (SMALLER.contains(key)) {
      return isStricter(key, policy, argument);
    }
    return key.equals(PolicyKeys.OVERFLOW) && target == PolicyTarget.QUORUM_QUEUE;
  }

  /** Whether an operator policy's value counts, and not that of a policy. */
  static boolean operatorBeatsPolicy(String key, Object operator, Object policy) {
    if (SMALLER.contains(key)) {
      return isStricter(key, operator, policy);
    } else if (key.equals("target-group-size")) {
      return compare(operator, policy) > 0;
    }
    return true;
  }

  private static boolean isStricter(String key, Object value, Object than) {
    boolean hasNone =
        key.equals(PolicyKeys.DELIVERY_LIMIT) && (isNegative(value) || isNegative(than));
    return hasNone ? compare(value, than) > 0 : compare(value, than) < 0;
  }

  private static boolean isNegative(Object value) {
    BigInteger number = WholeNumber.of(value);
    return number != null && number.signum() < 0;
  }

  /** Compares whole numbers; anything else is greater than them, as in RabbitMQ. */
  private static int compare(Object a, Object b) {
    BigInteger numberA = WholeNumber.of(a);
    BigInteger numberB = WholeNumber.of(b);
    if (numberA == null || numberB == null) {
      return Boolean.compare(numberA == null, numberB == null);
    }
    return numberA.compareTo(numberB);
  }
}
