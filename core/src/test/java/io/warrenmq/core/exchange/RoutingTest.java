package io.warrenmq.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.routing.TestMessages;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The routers that look at the routing key, or at nothing. */
class RoutingTest {
  private final Destination one = new NamedDestination("one");
  private final Destination two = new NamedDestination("two");

  private static ExchangeRouter routerOf(ExchangeType type) {
    return type.newRouter(
        new ExchangeDeclaration("x", type.name(), false, false, false, Arguments.NONE));
  }

  private static Binding binding(Destination destination, String key) {
    return new Binding(destination, key, Arguments.NONE);
  }

  private static Set<Destination> route(ExchangeRouter router, String key) {
    Set<Destination> found = new HashSet<>();
    router.route(TestMessages.keyed("x", key), key, found::add);
    return found;
  }

  @Test
  void directGivesTheBindingsWithThatKey() {
    ExchangeRouter router = routerOf(new DirectExchange());
    router.bind(binding(one, "a"));
    router.bind(binding(two, "a"));
    router.bind(binding(two, "b"));

    assertThat(route(router, "a")).containsExactlyInAnyOrder(one, two);
    assertThat(route(router, "b")).containsExactly(two);
    assertThat(route(router, "c")).isEmpty();
  }

  @Test
  void directForgetsOnlyTheBindingThatGoes() {
    ExchangeRouter router = routerOf(new DirectExchange());
    router.bind(binding(one, "a"));
    router.bind(binding(two, "a"));

    router.unbind(binding(one, "a"));

    assertThat(route(router, "a")).containsExactly(two);
  }

  @Test
  void directCountsBindingsThatDifferOnlyInTheirArguments() {
    ExchangeRouter router = routerOf(new DirectExchange());
    Binding other = new Binding(one, "a", Arguments.of(Map.of("note", "second")));
    router.bind(binding(one, "a"));
    router.bind(other);

    router.unbind(other);

    assertThat(route(router, "a")).containsExactly(one);
  }

  @Test
  void fanoutGivesAllWhateverTheKey() {
    ExchangeRouter router = routerOf(new FanoutExchange());
    router.bind(binding(one, "a"));
    router.bind(binding(two, "b"));

    assertThat(route(router, "c")).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void fanoutKeepsADestinationThatIsBoundByAnotherKeyToo() {
    ExchangeRouter router = routerOf(new FanoutExchange());
    router.bind(binding(one, "a"));
    router.bind(binding(one, "b"));

    router.unbind(binding(one, "a"));
    assertThat(route(router, "")).containsExactly(one);

    router.unbind(binding(one, "b"));
    assertThat(route(router, "")).isEmpty();
  }

  @Test
  void topicGivesTheBindingsWhosePatternMatches() {
    ExchangeRouter router = routerOf(new TopicExchange());
    router.bind(binding(one, "a.*"));
    router.bind(binding(two, "#"));

    assertThat(route(router, "a.b")).containsExactlyInAnyOrder(one, two);

    router.unbind(binding(two, "#"));
    assertThat(route(router, "a.b")).containsExactly(one);
  }
}
