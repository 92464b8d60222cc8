package io.warrenmq.exchanges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.exchanges.ExchangeBench.Target;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exchanges that choose one queue by hash or at random. */
class ChoosingExchangesTest {
  private static Map<Destination, Integer> counts(ExchangeBench bench, int messages) {
    Map<Destination, Integer> counts = new HashMap<>();
    bench
        .routeKeys(messages)
        .values()
        .forEach(destination -> counts.merge(destination, 1, Integer::sum));
    return counts;
  }

  @Test
  void modulusSpreadsKeysEvenlyWhateverTheBindingKeys() {
    ExchangeBench bench = new ExchangeBench(new ModulusHashExchange(), Map.of());
    for (int i = 0; i < 4; i++) {
      bench.bind("q" + i, "100");
    }

    assertThat(counts(bench, 20_000).values())
        .hasSize(4)
        .allSatisfy(count -> assertThat(count).isCloseTo(5000, within(400)));
    assertThat(bench.routeKeys(100)).isEqualTo(bench.routeKeys(100));
  }

  @Test
  void modulusCountsAQueueOnceHoweverOftenItIsBound() {
    ExchangeBench bench = new ExchangeBench(new ModulusHashExchange(), Map.of());
    Target often = new Target("often", true);
    for (int i = 0; i < 9; i++) {
      bench.bind(often, "key " + i);
    }
    Target once = bench.bind("once", "");

    assertThat(counts(bench, 10_000).get(once)).isCloseTo(5000, within(400));

    bench.unbind(often, "key 0");
    assertThat(counts(bench, 10_000)).containsKey(often);
  }

  @Test
  void randomReachesEachQueueAboutAsOften() {
    ExchangeBench bench = new ExchangeBench(new RandomExchange(), Map.of());
    for (int i = 0; i < 4; i++) {
      bench.bind("q" + i, "any");
    }

    assertThat(counts(bench, 20_000).values())
        .hasSize(4)
        .allSatisfy(count -> assertThat(count).isCloseTo(5000, within(500)));
  }

  @Test
  void randomHasNoDestinationWithoutBindings() {
    ExchangeBench bench = new ExchangeBench(new RandomExchange(), Map.of());
    Target only = bench.bind("q", "");
    bench.unbind(only, "");

    assertThat(bench.route("key")).isEmpty();
  }

  @Test
  void localRandomChoosesAmongLocalQueuesOnly() {
    ExchangeBench bench = new ExchangeBench(new LocalRandomExchange(), Map.of());
    bench.bind(new Target("remote", false), "");
    assertThat(bench.route("key")).isEmpty();

    Target local = bench.bind("local", "");
    assertThat(counts(bench, 200)).containsOnlyKeys(local);
  }

  @Test
  void localRandomRefusesBindingKeys() {
    LocalRandomExchange type = new LocalRandomExchange();

    assertThatThrownBy(
            () ->
                type.validateBinding(
                    ExchangeBench.declaration(type, Map.of()), "key", Arguments.NONE))
        .hasMessage("Non empty binding 'key' key not permitted");
  }
}
