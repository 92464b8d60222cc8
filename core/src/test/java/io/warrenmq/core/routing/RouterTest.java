package io.warrenmq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.exchange.DirectExchange;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.exchange.FanoutExchange;
import io.warrenmq.core.exchange.HeadersExchange;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private final TestVhost host = new TestVhost();
  private final Queue one = host.queue("one");
  private final Queue two = host.queue("two");

  @Test
  void findsAQueueByItsName() {
    assertThat(host.route(host.defaultExchange(), "one")).containsExactly(one);
    assertThat(host.route(host.defaultExchange(), "three")).isEmpty();
  }

  @Test
  void namesAQueueOnceHoweverManyBindingsLeadToIt() {
    Exchange exchange = host.exchange("x", new DirectExchange(), null);
    host.bind(exchange, one, "a");
    host.bind(exchange, one, "b");
    host.bind(exchange, two, "b");

    assertThat(host.route(exchange, TestMessages.keyed("x", "a", "b", "c")))
        .containsExactlyInAnyOrder(one, two);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 33, 500})
  void namesEachOfManyQueuesOnce(int count) {
    Exchange exchange = host.exchange("x", new FanoutExchange(), null);
    Exchange again = host.exchange("y", new FanoutExchange(), null);
    host.bind(exchange, again, "");
    List<Queue> queues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Queue queue = host.queue("q" + i);
      queues.add(queue);
      host.bind(exchange, queue, "");
      host.bind(again, queue, "");
    }

    assertThat(host.route(exchange, "k")).containsExactlyInAnyOrderElementsOf(queues);
    // And the router keeps nothing of it that would show in the next.
    assertThat(host.route(host.defaultExchange(), "one")).containsExactly(one);
    assertThat(host.route(exchange, "l")).containsExactlyInAnyOrderElementsOf(queues);
  }

  @Test
  void goesThroughExchangesBoundInACircle() {
    Exchange first = host.exchange("first", new FanoutExchange(), null);
    Exchange second = host.exchange("second", new FanoutExchange(), null);
    Exchange third = host.exchange("third", new FanoutExchange(), null);
    host.bind(first, second, "");
    host.bind(second, third, "");
    host.bind(third, first, "");
    host.bind(third, third, "");
    host.bind(third, one, "");
    host.bind(first, two, "");

    assertThat(host.route(second, "")).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void takesTheAlternateExchangeWhenNothingMatches() {
    Exchange exchange = host.exchange("x", new DirectExchange(), "other");
    Exchange other = host.exchange("other", new FanoutExchange(), null);
    host.bind(exchange, one, "a");
    host.bind(other, two, "");

    assertThat(host.route(exchange, "a")).containsExactly(one);
    assertThat(host.route(exchange, "b")).containsExactly(two);
  }

  @Test
  void takesTheAlternateOfAnAlternate() {
    Exchange exchange = host.exchange("x", new DirectExchange(), "y");
    host.exchange("y", new DirectExchange(), "z");
    Exchange last = host.exchange("z", new FanoutExchange(), null);
    host.bind(last, one, "");

    assertThat(host.route(exchange, "a")).containsExactly(one);
  }

  @Test
  void endsAtAlternateExchangesThatNameEachOther() {
    Exchange exchange = host.exchange("x", new DirectExchange(), "y");
    host.exchange("y", new DirectExchange(), "x");

    assertThat(host.route(exchange, "a")).isEmpty();
  }

  @Test
  void doesWithoutAnAlternateExchangeThatIsMissing() {
    Exchange exchange = host.exchange("x", new DirectExchange(), "missing");

    assertThat(host.route(exchange, "a")).isEmpty();

    Exchange late = host.exchange("missing", new FanoutExchange(), null);
    host.bind(late, one, "");
    assertThat(host.route(exchange, "a")).containsExactly(one);
  }

  @Test
  void seesEachChangeOfTheBindings() {
    Exchange exchange = host.exchange("x", new DirectExchange(), null);
    assertThat(host.route(exchange, "a")).isEmpty();

    host.bind(exchange, one, "a");
    assertThat(host.route(exchange, "a")).containsExactly(one);

    host.unbind(exchange, one, "a");
    assertThat(host.route(exchange, "a")).isEmpty();
  }

  @Test
  void seesThatAQueueWasReplacedByOneOfTheSameName() {
    assertThat(host.route(host.defaultExchange(), "one")).containsExactly(one);

    host.remove(one);
    assertThat(host.route(host.defaultExchange(), "one")).isEmpty();

    Queue again = host.queue("one");
    assertThat(host.route(host.defaultExchange(), "one")).containsExactly(again);
  }

  @Test
  void remembersARouteUntilSomethingChanges() {
    Queue[] first =
        host.router.route(host.vhost, host.defaultExchange(), TestMessages.keyed("", "one"));

    assertThat(host.router.route(host.vhost, host.defaultExchange(), TestMessages.keyed("", "one")))
        .isSameAs(first);
    host.queue("three");
    assertThat(host.router.route(host.vhost, host.defaultExchange(), TestMessages.keyed("", "one")))
        .isNotSameAs(first)
        .containsExactly(one);
  }

  @Test
  void doesNotRememberAReplyAddress() {
    Queue reply = host.replyQueue("amq.rabbitmq.reply-to.secret");
    assertThat(host.route(host.defaultExchange(), reply.name())).containsExactly(reply);

    // It goes without a change of the vhost's routes.
    host.vhost.replyQueues().remove(reply.name());

    assertThat(host.route(host.defaultExchange(), reply.name())).isEmpty();
  }

  @Test
  void doesNotRememberWideRoutes() {
    Exchange exchange = host.exchange("x", new FanoutExchange(), null);
    for (int i = 0; i < 1000; i++) {
      host.bind(exchange, host.queue("q" + i), "");
    }

    Queue[] first = host.router.route(host.vhost, exchange, TestMessages.keyed("x", "k"));

    assertThat(host.router.route(host.vhost, exchange, TestMessages.keyed("x", "k")))
        .isNotSameAs(first)
        .containsExactly(first);
  }

  @Test
  void routesByHeadersAnew() {
    Exchange direct = host.exchange("x", new DirectExchange(), null);
    Exchange headers = host.exchange("y", new HeadersExchange(), null);
    host.bind(direct, headers, "k");
    headers.router().bind(new Binding(one, "", Arguments.of(Map.of("a", "1"))));

    // Through an exchange that looks at the key alone, to one that does not.
    assertThat(host.route(direct, "k")).isEmpty();
    assertThat(host.route(headers, TestMessages.withHeaders(Map.of("a", "1"))))
        .containsExactly(one);
    assertThat(host.route(headers, TestMessages.withHeaders(Map.of("a", "2")))).isEmpty();
  }
}
