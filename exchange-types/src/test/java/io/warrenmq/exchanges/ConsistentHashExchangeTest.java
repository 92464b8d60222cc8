package io.warrenmq.exchanges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.exchanges.ExchangeBench.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashExchangeTest {
  private static final int KEYS = 20_000;

  private final ConsistentHashExchange type = new ConsistentHashExchange();
  private final ExchangeBench bench = new ExchangeBench(type, Map.of());

  private static double share(Map<String, Destination> routes, Destination destination) {
    return routes.values().stream().filter(d -> d == destination).count() / (double) routes.size();
  }

  @Test
  void hasNoDestinationWithoutBindings() {
    assertThat(bench.route("key")).isEmpty();

    Target only = bench.bind("q", "1");
    bench.unbind(only, "1");
    assertThat(bench.route("key")).isEmpty();
  }

  @Test
  void sharesKeysInProportionToTheWeights() {
    Target one = bench.bind("one", "1");
    Target two = bench.bind("two", "2");
    Target seven = bench.bind("seven", "7");

    Map<String, Destination> routes = bench.routeKeys(KEYS);

    assertThat(share(routes, one)).isCloseTo(0.1, within(0.02));
    assertThat(share(routes, two)).isCloseTo(0.2, within(0.02));
    assertThat(share(routes, seven)).isCloseTo(0.7, within(0.02));
  }

  @Test
  void sendsAKeyToTheSameQueueAlways() {
    bench.bind("one", "3");
    bench.bind("two", "3");

    assertThat(bench.routeKeys(500)).isEqualTo(bench.routeKeys(500));
  }

  @Test
  void movesKeysToANewQueueOnly() {
    for (int i = 0; i < 9; i++) {
      bench.bind("q" + i, "10");
    }
    Map<String, Destination> before = bench.routeKeys(KEYS);
    Target fresh = bench.bind("new", "10");
    Map<String, Destination> after = bench.routeKeys(KEYS);

    before.forEach((key, was) -> assertThat(after.get(key)).isIn(was, fresh));
    assertThat(share(after, fresh)).isCloseTo(0.1, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void movesFewOfTheOthersKeysWhenAQueueGoes(int gone) {
    Target[] targets = new Target[10];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = bench.bind("q" + i, "10");
    }
    Map<String, Destination> before = bench.routeKeys(KEYS);
    bench.unbind(targets[gone], "10");
    Map<String, Destination> after = bench.routeKeys(KEYS);

    long moved =
        before.entrySet().stream()
            .filter(e -> e.getValue() != targets[gone] && after.get(e.getKey()) != e.getValue())
            .count();
    // At most what the last in the table had, as that takes the place of the one that goes.
    assertThat(moved / (double) KEYS).isLessThan(0.12);
    assertThat(after.values()).doesNotContain(targets[gone]);
    assertThat(share(after, targets[(gone + 1) % 10])).isCloseTo(1 / 9.0, within(0.02));
  }

  @Test
  void keepsTheProportionsWhenQueuesOfDifferentWeightsGo() {
    Target one = bench.bind("one", "5");
    Target two = bench.bind("two", "1");
    Target three = bench.bind("three", "3");
    Target four = bench.bind("four", "1");

    bench.unbind(one, "5");
    Map<String, Destination> routes = bench.routeKeys(KEYS);

    assertThat(share(routes, two)).isCloseTo(0.2, within(0.02));
    assertThat(share(routes, three)).isCloseTo(0.6, within(0.02));
    assertThat(share(routes, four)).isCloseTo(0.2, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "20", "10000"})
  void takesAWeightForBindingKey(String key) {
    assertThatCode(
            () ->
                type.validateBinding(
                    ExchangeBench.declaration(type, Map.of()), key, Arguments.NONE))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'', must be an integer: <<>>",
    "+1, must be an integer: <<\"+1\">>",
    "1.5, must be an integer: <<\"1.5\">>",
    "ten, must be an integer: <<\"ten\">>",
    "' 1', must be an integer: <<\" 1\">>",
    "١, must be an integer: <<\"١\">>",
    "0, must be greater than 0",
    "-1, must be greater than 0",
    "10001, must be at most 10000",
    "99999999999999999999, must be at most 10000"
  })
  void refusesABindingKeyThatIsNoWeight(String key, String reason) {
    assertThatThrownBy(
            () ->
                type.validateBinding(
                    ExchangeBench.declaration(type, Map.of()), key, Arguments.NONE))
        .isInstanceOf(BrokerException.class)
        .hasMessage("The binding key " + reason);
  }

  @Test
  void hashesAHeaderWhenTold() {
    ExchangeBench byHeader = new ExchangeBench(type, Map.of("hash-header", "customer"));
    byHeader.bind("one", "1");
    byHeader.bind("two", "1");
    byHeader.bind("three", "1");

    for (int i = 0; i < 50; i++) {
      Map<String, Object> headers = Map.of("customer", "c" + i);
      assertThat(byHeader.route(ExchangeBench.message("a", headers, null)))
          .isEqualTo(byHeader.route(ExchangeBench.message("b", headers, null)));
    }
    assertThat(byHeader.route("a")).isEqualTo(byHeader.route("b")).hasSize(1);
  }

  @Test
  void hashesAPropertyWhenTold() {
    ExchangeBench byProperty = new ExchangeBench(type, Map.of("hash-property", "timestamp"));
    byProperty.bind("one", "1");
    byProperty.bind("two", "1");
    byProperty.bind("three", "1");

    for (int i = 0; i < 50; i++) {
      Timestamp time = new Timestamp(i * 1000L);
      assertThat(byProperty.route(ExchangeBench.message("a", Map.of(), time)))
          .isEqualTo(byProperty.route(ExchangeBench.message("b", Map.of(), time)));
    }
  }

  @Test
  void refusesAHeaderAndAPropertyTogether() {
    assertThatThrownBy(
            () ->
                new ExchangeBench(type, Map.of("hash-header", "a", "hash-property", "message_id")))
        .hasMessage("hash-header and hash-property are mutually exclusive");
  }

  @Test
  void refusesAPropertyItCannotHash() {
    assertThatThrownBy(() -> new ExchangeBench(type, Map.of("hash-property", "user_id")))
        .hasMessageStartingWith("Unsupported property: user_id");
  }
}
