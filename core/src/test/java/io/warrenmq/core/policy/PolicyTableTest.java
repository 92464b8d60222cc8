package io.warrenmq.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTableTest {
  private final List<Policy> policies = new ArrayList<>();

  private void add(String name, String pattern, String applyTo, long priority, Object... keys) {
    policies.add(
        PolicyValidation.policy(
            "/", false, name, Policies.fields(pattern, applyTo, priority, keys)));
  }

  private @Nullable String match(PolicyTarget target, String name) {
    Policy policy = PolicyTable.NONE.with(policies).match(false, target, name);
    return policy == null ? null : policy.name();
  }

  @Test
  void theHighestPriorityApplies() {
    add("low", "^q", "all", -1, "max-length", 1L);
    add("high", "^q", "all", 2, "max-length", 1L);
    add("middle", "", "all", 1, "max-length", 1L);

    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "q")).isEqualTo("high");
    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "other")).isEqualTo("middle");
  }

  @Test
  void ofTheSamePriorityTheFirstNameApplies() {
    add("b", "", "all", 0, "max-length", 1L);
    add("a", "", "all", 0, "max-length", 1L);
    add("c", "", "all", 0, "max-length", 1L);

    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "q")).isEqualTo("a");
  }

  @Test
  void patternsNeedNotMatchTheWholeName() {
    add("p", "b.d$", "all", 0, "max-length", 1L);

    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "abcd")).isEqualTo("p");
    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "abcde")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "all,            true,  true,  true",
    "exchanges,      true,  false, false",
    "queues,         false, true,  true",
    "classic_queues, false, true,  false",
    "quorum_queues,  false, false, true",
    "streams,        false, false, false",
  })
  void appliesToWhatItSays(String applyTo, boolean exchange, boolean classic, boolean quorum) {
    add("p", "", applyTo, 0, "max-length", 1L);

    assertThat(match(PolicyTarget.EXCHANGE, "x") != null).isEqualTo(exchange);
    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "x") != null).isEqualTo(classic);
    assertThat(match(PolicyTarget.QUORUM_QUEUE, "x") != null).isEqualTo(quorum);
  }

  @Test
  void doesNotApplyToQueuesThatDoNotKnowOneOfItsKeys() {
    add("quorum", "", "queues", 2, "max-length", 1L, "delivery-limit", 1L);
    add("classic", "", "queues", 1, "max-length", 1L, "queue-mode", "lazy");

    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "q")).isEqualTo("classic");
    assertThat(match(PolicyTarget.QUORUM_QUEUE, "q")).isEqualTo("quorum");
  }

  @Test
  void classicQueuesHaveADeliveryLimitWhereAPolicyIsForThemAlone() {
    add("p", "", "classic_queues", 0, "delivery-limit", 1L);

    assertThat(match(PolicyTarget.CLASSIC_QUEUE, "q")).isEqualTo("p");
  }

  @Test
  void onesOfTheSameNameTakeEachOthersPlaceInTheirOwnKind() {
    PolicyTable table =
        PolicyTable.NONE
            .with(
                List.of(Policies.of("p", "max-length", 1L), Policies.operator("p", "expires", 1L)))
            .with(List.of(Policies.of("p", "max-length", 2L)));

    assertThat(table.all(false))
        .singleElement()
        .extracting(Policy::definition)
        .asString()
        .contains("2");
    assertThat(table.all(true)).hasSize(1);
    assertThat(table.without(true, "p").all(true)).isEmpty();
    assertThat(table.without(true, "p").find(false, "p")).isNotNull();
  }
}
