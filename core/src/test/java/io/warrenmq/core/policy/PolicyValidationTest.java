package io.warrenmq.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.core.definitions.JsonValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a policy. The refusals are those of RabbitMQ 4.0.5. */
class PolicyValidationTest {
  private static Policy policy(boolean operator, String json) {
    return PolicyValidation.policy("/", operator, "p", JsonValues.read(new JsonObject(json)));
  }

  private static Policy withDefinition(boolean operator, String definition) {
    return policy(operator, "{\"pattern\":\"^z\",\"definition\":" + definition + "}");
  }

  private static void assertRefused(boolean operator, String definition, String refusal) {
    assertThatThrownBy(() -> withDefinition(operator, definition))
        .isInstanceOf(BrokerException.class)
        .hasMessage("Validation failed\n\n" + refusal + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"alternate-exchange\":1}         | 1 is not a valid alternate exchange name",
        "{\"consumer-timeout\":-1}          | -1 is not a valid consumer timeout",
        "{\"dead-letter-exchange\":1}       | 1 is not a valid dead letter exchange name",
        "{\"dead-letter-routing-key\":[1]}  | [1] is not a valid dead letter routing key",
        "{\"dead-letter-strategy\":\"x\"}   | <<\"x\">> is not a valid dead letter strategy",
        "{\"message-ttl\":\"x\"}            | <<\"x\">> is not a valid message TTL",
        "{\"message-ttl\":-1}               | -1 is not a valid message TTL",
        "{\"message-ttl\":1.5}              | 1.5 is not a valid message TTL",
        "{\"expires\":0}                    | 0 is not a valid queue expiry",
        "{\"max-length\":-1}                | -1 is not a valid maximum length",
        "{\"max-length\":null}              | null is not a valid maximum length",
        "{\"max-length-bytes\":true}        | true is not a valid maximum length in bytes",
        "{\"max-in-memory-length\":-1}      | -1 is not a valid maximum memory in bytes",
        "{\"max-in-memory-bytes\":\"x\"}    | <<\"x\">> is not a valid maximum memory in bytes",
        "{\"delivery-limit\":\"q\"}         | <<\"q\">> is not a valid delivery limit",
        "{\"overflow\":\"x\"}               | <<\"x\">> is not a valid overflow value",
        "{\"queue-mode\":\"x\"}             | <<\"x\">> is not a valid queue-mode value",
        "{\"queue-version\":3}              | 3 is not a valid queue-version value",
        "{\"queue-leader-locator\":\"x\"}   | <<\"x\">> is not a valid queue leader locator value",
        "{\"queue-master-locator\":\"x\"}   | <<\"x\">> is not a valid master locator",
        "{\"stream-max-segment-size-bytes\":-1} | -1 is not a valid segment size",
        "{\"stream-filter-size-bytes\":1}   | 1 is not a valid filter size. Valid range is 16-255",
        "{\"initial-cluster-size\":\"a\"}   | <<\"a\">> is not a valid cluster size",
        "{\"target-group-size\":0}          | 0 is not a valid qq target count value",
        "{\"b\":2,\"a\":{\"c\":1}}          | [{<<\"a\">>,#{<<\"c\">> => 1}},{<<\"b\">>,2}] are not recognised policy settings",
        "{\"message-ttl\":-1,\"expires\":-1} | -1 is not a valid queue expiry",
        "{}                                 | no policy provided",
      })
  void refusesWhatRabbitMqRefuses(String definition, String refusal) {
    assertRefused(false, definition, refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"delivery-limit\":-1}",
        "{\"consumer-timeout\":0}",
        "{\"max-age\":\"1D\"}",
        "{\"message-ttl\":99999999999}",
        "{\"overflow\":\"reject-publish-dlx\"}",
        "{\"queue-leader-locator\":\"balanced\"}",
        "{\"initial-cluster-size\":0}",
        // Of plugins and earlier releases.
        "{\"ha-mode\":\"exactly\",\"ha-params\":2}",
        "{\"federation-upstream-set\":\"all\"}"
      })
  void takesWhatRabbitMqTakes(String definition) {
    assertThat(withDefinition(false, definition).definition())
        .isEqualTo(JsonValues.read(new JsonObject(definition)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delivery-limit",
        "expires",
        "max-in-memory-bytes",
        "max-in-memory-length",
        "max-length",
        "max-length-bytes",
        "message-ttl",
        "target-group-size"
      })
  void operatorsLimit(String key) {
    assertThat(withDefinition(true, "{\"" + key + "\":5}").isOperator()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alternate-exchange",
        "consumer-timeout",
        "dead-letter-exchange",
        "dead-letter-routing-key",
        "dead-letter-strategy",
        "initial-cluster-size",
        "max-age",
        "queue-leader-locator",
        "queue-mode"
      })
  void operatorsSayNothingElse(String key) {
    assertRefused(
        true,
        "{\"" + key + "\":\"x\"}",
        "[{<<\"" + key + "\">>,<<\"x\">>}] are not recognised policy settings");
  }

  @Test
  void tellsAllThatIsWrong() {
    assertThatThrownBy(
            () ->
                policy(
                    false,
                    """
                    {"pattern":"(","definition":{"max-length":-1},"priority":"r","apply-to":"u"}
                    """))
        .hasMessage(
            """
            Validation failed

            -1 is not a valid maximum length
            apply-to 'u' unrecognised; should be one of: 'queues', 'classic_queues',  \
            'quorum_queues', 'streams', 'exchanges', or 'all'
            pattern should be regular expression but is invalid: {"missing )",1}
            priority should be a number, actually was <<"r">>
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(     | missing )                             | 1",
        "*     | nothing to repeat                     | 0",
        "[z-a] | range out of order in character class | 3",
      })
  void saysWhatIsWrongWithAnExpression(String pattern, String fault, int at) {
    assertThatThrownBy(
            () ->
                PolicyValidation.policy(
                    "/", false, "p", Policies.fields(pattern, "all", 0, "max-length", 1L)))
        .hasMessage(
            "Validation failed\n\npattern should be regular expression but is invalid: {\""
                + fault
                + "\","
                + at
                + "}\n");
  }

  @Test
  void whatIsNotSaidHasADefault() {
    Policy policy =
        policy(false, "{\"pattern\":\"\",\"definition\":{\"max-length\":1},\"vhost\":\"other\"}");

    assertThat(policy.applyTo()).isEqualTo(ApplyTo.ALL);
    assertThat(policy.source().priority()).isEqualTo(0L);
    assertThat(policy.source().vhost()).isEqualTo("/");
  }

  @Test
  void prioritiesMayBeFractions() {
    assertThat(
            policy(false, "{\"pattern\":\"\",\"definition\":{\"max-length\":1},\"priority\":1.5}")
                .source()
                .priority())
        .isEqualTo(1.5);
  }

  @Test
  void asAParameterNothingIsLeftOutOrAdded() {
    assertThatThrownBy(
            () ->
                PolicyValidation.exactly(
                    "/",
                    true,
                    "x",
                    JsonValues.read(new JsonObject("{\"pattern\":\"x\",\"zork\":1}"))))
        .hasMessage(
            """
            Validation failed

            Key "definition" not found in x
            Key "priority" not found in x
            Unrecognised terms [{<<"zork">>,1}] in x
            """);
  }

  @Test
  void boundsNamesAndExpressions() {
    String long300 = "x".repeat(300);

    assertThatThrownBy(
            () ->
                PolicyValidation.policy(
                    "/", false, long300, Policies.fields("", "all", 0, "max-length", 1L)))
        .hasMessageContaining("255 bytes");
    assertThatThrownBy(
            () ->
                PolicyValidation.policy(
                    "/", false, "p", Policies.fields("x".repeat(5000), "all", 0, "max-length", 1L)))
        .hasMessageContaining("4096 characters");
    assertThatThrownBy(
            () ->
                PolicyValidation.policy(
                    "/",
                    false,
                    "p",
                    Policies.fields("(?=".repeat(1300), "all", 0, "max-length", 1L)))
        .hasMessageContaining("pattern should be regular expression but is invalid");
  }
}
