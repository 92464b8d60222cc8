package io.warrenmq.core.policy;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.policy.EffectiveValue.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policy and the operator policy that apply to something, and what they say together.
 * Immutable, and shared by all to which the same two apply.
 */
public final class AppliedPolicies {
  /** None. */
  public static final AppliedPolicies NONE = new AppliedPolicies(null, null);

  private final @Nullable Policy policy;
  private final @Nullable Policy operatorPolicy;
  private final Map<String, EffectiveValue> merged; // by key

  /** Makes it of two; {@code null} for none. */
  public AppliedPolicies(@Nullable Policy policy, @Nullable Policy operatorPolicy) {
    this.policy = policy;
    this.operatorPolicy = operatorPolicy;
    this.merged = merge(policy, operatorPolicy);
  }

  private static Map<String, EffectiveValue> merge(
      @Nullable Policy policy, @Nullable Policy operatorPolicy) {
    Map<String, EffectiveValue> merged = new TreeMap<>();
    if (policy != null) {
      policy
          .definition()
          .forEach(
              (key, value) ->
                  merged.put(key, new EffectiveValue(value, Source.POLICY, policy.name())));
    }
    if (operatorPolicy != null) {
      operatorPolicy
          .definition()
          .forEach(
              (key, value) -> {
                EffectiveValue other = merged.get(key);
                if (other == null || MergeRules.operatorBeatsPolicy(key, value, other.value())) {
                  merged.put(
                      key,
                      new EffectiveValue(value, Source.OPERATOR_POLICY, operatorPolicy.name()));
                }
              });
    }
    return merged;
  }

  /** The policy; {@code null} for none. */
  public @Nullable Policy policy() {
    return policy;
  }

  /** The operator policy; {@code null} for none. */
  public @Nullable Policy operatorPolicy() {
    return operatorPolicy;
  }

  /** The policy's name; {@code null} for none. */
  public @Nullable String policyName() {
    return policy == null ? null : policy.name();
  }

  /** The operator policy's name; {@code null} for none. */
  public @Nullable String operatorPolicyName() {
    return operatorPolicy == null ? null : operatorPolicy.name();
  }

  /** What the two say together, by key: RabbitMQ's {@code effective_policy_definition}. */
  public Map<String, Object> definition() {
    Map<String, Object> definition = new LinkedHashMap<>();
    merged.forEach((key, value) -> definition.put(key, value.value()));
    return definition;
  }

  /** The value that the two give together; {@code null} for none. */
  public @Nullable Object get(String key) {
    EffectiveValue value = merged.get(key);
    return value == null ? null : value.value();
  }

  /**
   * Arguments with what these policies add to them and take from them, under the names of
   * arguments: what is to be done, where no more is asked than that.
   */
  public Arguments applyTo(Arguments declared, PolicyTarget target) {
    if (merged.isEmpty()) {
      return declared;
    }
    Map<String, Object> all = new LinkedHashMap<>(declared.asMap());
    merged.forEach(
        (key, value) -> {
          String argument = target.argumentOf(key);
          if (beats(key, value, declared.get(argument), target)) {
            all.put(argument, value.value());
          }
        });
    return Arguments.of(all);
  }

  private static boolean beats(
      String key, EffectiveValue value, @Nullable Object argument, PolicyTarget target) {
    return argument == null || MergeRules.policyBeatsArgument(target, key, value.value(), argument);
  }

  /**
   * All that is in force, by the keys of policies, each with who has given it. Arguments that no
   * policy has a key for are there by their names without {@code x-}.
   */
  public Map<String, EffectiveValue> effective(Arguments declared, PolicyTarget target) {
    Map<String, EffectiveValue> effective = new TreeMap<>();
    target
        .defaults()
        .forEach(
            (key, value) -> effective.put(key, new EffectiveValue(value, Source.DEFAULT, null)));
    declared
        .asMap()
        .forEach(
            (argument, value) ->
                effective.put(
                    argument.startsWith("x-") ? argument.substring(2) : argument,
                    new EffectiveValue(value, Source.ARGUMENT, null)));
    merged.forEach(
        (key, value) -> {
          if (beats(key, value, declared.get(target.argumentOf(key)), target)) {
            effective.put(key, value);
          }
        });
    return Collections.unmodifiableMap(effective);
  }

  /** Whether the same two apply, each as it is. */
  public boolean isOf(@Nullable Policy otherPolicy, @Nullable Policy otherOperatorPolicy) {
    return Objects.equals(policy, otherPolicy)
        && Objects.equals(operatorPolicy, otherOperatorPolicy);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AppliedPolicies that && isOf(that.policy, that.operatorPolicy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(policy, operatorPolicy);
  }

  @Override
  public String toString() {
    return "AppliedPolicies[" + policyName() + ", " + operatorPolicyName() + "]";
  }
}
