package io.warrenmq.core.policy;

import static io.warrenmq.core.policy.EffectiveValue.Source.ARGUMENT;
import static io.warrenmq.core.policy.EffectiveValue.Source.DEFAULT;
import static io.warrenmq.core.policy.EffectiveValue.Source.OPERATOR_POLICY;
import static io.warrenmq.core.policy.EffectiveValue.Source.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.policy.EffectiveValue.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who wins when several say something. The tables are RabbitMQ 4.0.5's. */
class EffectivePoliciesTest {
  @ParameterizedTest
  @CsvSource({
    "message-ttl, 10, 20, POLICY",
    "message-ttl, 20, 10, ARGUMENT",
    "message-ttl, 10, 10, ARGUMENT",
    "expires, 10, 20, POLICY",
    "max-length, 10, 20, POLICY",
    "max-length, 20, 10, ARGUMENT",
    "max-length-bytes, 20, 10, ARGUMENT",
    "consumer-timeout, 10, 20, POLICY",
    "overflow, reject-publish, drop-head, ARGUMENT",
    "dead-letter-exchange, p, a, ARGUMENT",
    "dead-letter-routing-key, p, a, ARGUMENT",
    "queue-mode, lazy, default, ARGUMENT",
  })
  void aClassicQueuesArgumentMeetsAPolicy(
      String key, String policy, String argument, Source winner) {
    EffectiveValue inForce =
        inForce(
            PolicyTarget.CLASSIC_QUEUE,
            key,
            policy,
            argument,
            Policies.of("p", key, value(policy)));

    assertThat(inForce.source()).isEqualTo(winner);
    assertThat(inForce.value()).isEqualTo(value(winner == POLICY ? policy : argument));
  }

  @ParameterizedTest
  @CsvSource({
    "delivery-limit, 10, 20, POLICY",
    "delivery-limit, 20, 10, ARGUMENT",
    "delivery-limit, -1, 10, ARGUMENT",
    "delivery-limit, 10, -1, POLICY",
    "overflow, reject-publish, drop-head, POLICY",
    "max-length, 10, 20, POLICY",
    "dead-letter-exchange, p, a, ARGUMENT",
    "dead-letter-strategy, at-least-once, at-most-once, ARGUMENT",
  })
  void aQuorumQueuesArgumentMeetsAPolicy(
      String key, String policy, String argument, Source winner) {
    EffectiveValue inForce =
        inForce(
            PolicyTarget.QUORUM_QUEUE, key, policy, argument, Policies.of("p", key, value(policy)));

    assertThat(inForce.source()).isEqualTo(winner);
  }

  private static EffectiveValue inForce(
      PolicyTarget target, String key, String policy, String argument, Policy applied) {
    Arguments declared = Arguments.of(Map.of("x-" + key, value(argument)));
    AppliedPolicies policies = new AppliedPolicies(applied, null);
    EffectiveValue inForce = policies.effective(declared, target).get(key);
    assertThat(policies.applyTo(declared, target).get("x-" + key)).isEqualTo(inForce.value());
    return inForce;
  }

  @ParameterizedTest
  @CsvSource({
    "message-ttl, 10, 20, 10",
    "message-ttl, 20, 10, 10",
    "expires, 20, 10, 10",
    "max-length, 20, 10, 10",
    "max-length, 10, 20, 10",
    "max-length-bytes, 20, 10, 10",
    "max-in-memory-length, 20, 10, 10",
    "max-in-memory-bytes, 10, 20, 10",
    "delivery-limit, 10, 20, 10",
    "delivery-limit, -1, 20, 20",
    "delivery-limit, 10, -1, 10",
    "target-group-size, 3, 5, 5",
    "target-group-size, 5, 3, 5",
    "queue-version, 1, 2, 2",
    "queue-version, 2, 1, 1",
    "overflow, drop-head, reject-publish, reject-publish",
  })
  void aPolicyMeetsAnOperatorPolicy(String key, String policy, String operator, String inForce) {
    AppliedPolicies policies =
        new AppliedPolicies(
            Policies.of("p", key, value(policy)), Policies.operator("o", key, value(operator)));

    assertThat(policies.definition()).containsExactly(Map.entry(key, value(inForce)));
  }

  private static Object value(String text) {
    return text.matches("-?[0-9]+") ? (Object) Long.valueOf(text) : text;
  }

  @Test
  void allThreeMeet() {
    AppliedPolicies policies =
        new AppliedPolicies(
            Policies.of("p", "max-length", 20L, "message-ttl", 5L, "dead-letter-exchange", "dlx"),
            Policies.operator("o", "max-length", 10L, "expires", 100L));
    Arguments declared =
        Arguments.of(
            Map.of("x-max-length", 15, "x-message-ttl", new Unsigned(32, 7), "x-max-priority", 3));

    assertThat(policies.effective(declared, PolicyTarget.QUORUM_QUEUE))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "max-length", from(10L, OPERATOR_POLICY, "o"),
                "expires", from(100L, OPERATOR_POLICY, "o"),
                "message-ttl", from(5L, POLICY, "p"),
                "dead-letter-exchange", from("dlx", POLICY, "p"),
                "max-priority", from(3, ARGUMENT, null),
                "delivery-limit", from(20L, DEFAULT, null),
                "overflow", from("drop-head", DEFAULT, null)));
    assertThat(policies.definition())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "max-length",
                10L,
                "expires",
                100L,
                "message-ttl",
                5L,
                "dead-letter-exchange",
                "dlx"));
  }

  private static EffectiveValue from(Object value, Source source, @Nullable String policy) {
    return new EffectiveValue(value, source, policy);
  }

  @Test
  void withoutPoliciesArgumentsAreAsTheyAre() {
    Arguments declared = Arguments.of(Map.of("x-max-length", 1));

    assertThat(AppliedPolicies.NONE.applyTo(declared, PolicyTarget.CLASSIC_QUEUE))
        .isSameAs(declared);
    assertThat(AppliedPolicies.NONE.definition()).isEmpty();
  }
}
