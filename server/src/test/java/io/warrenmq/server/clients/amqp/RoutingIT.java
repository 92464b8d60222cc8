package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which queues a message reaches, by exchange type and binding. */
class RoutingIT extends ClientTest {
  @Test
  void directByTheWholeKey() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);
    String hit = boundQueue(exchange, "k");
    String miss = boundQueue(exchange, "k.x");

    publish(exchange, "k", "m");

    assertThat(takeAll(hit)).containsExactly("m");
    assertThat(takeAll(miss)).isEmpty();
  }

  @Test
  void directToEveryQueueOfAKey() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);
    String one = boundQueue(exchange, "k");
    String two = boundQueue(exchange, "k");

    publish(exchange, "k", "m");

    assertThat(takeAll(one)).containsExactly("m");
    assertThat(takeAll(two)).containsExactly("m");
  }

  @Test
  void fanoutWhateverTheKey() throws Exception {
    String exchange = exchange(BuiltinExchangeType.FANOUT);
    String one = boundQueue(exchange, "a");
    String two = boundQueue(exchange, "");

    publish(exchange, "zzz", "m");

    assertThat(takeAll(one)).containsExactly("m");
    assertThat(takeAll(two)).containsExactly("m");
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a.c, false",
    "a.*, a.b, true",
    "a.*, a, false",
    "a.*, a.b.c, false",
    "a.#, a, true",
    "a.#, a.b.c, true",
    "#, a.b.c, true",
    "#, '', true",
    "*, '', false",
    "#.c, a.b.c, true",
    "#.c, c, true",
    "a.#.c, a.c, true",
    "a.#.c, a.b.b.c, true",
    "a.*.#, a, false",
    "a.*.#, a.b, true",
    "#.#, a, true",
    "*.*, a.b, true",
    "*.b.*, a.b.c, true",
    "a..b, a..b, true",
    "a.*.b, a..b, true",
    "a#, a#, true",
    "a#, ab, false",
    "'', '', true",
    "'', a, false"
  })
  void topicByPattern(String pattern, String key, boolean reaches) throws Exception {
    String exchange = exchange(BuiltinExchangeType.TOPIC);
    String queue = boundQueue(exchange, pattern);

    publish(exchange, key, "m");

    assertThat(takeAll(queue)).hasSize(reaches ? 1 : 0);
  }

  @Test
  void topicOnceThoughSeveralPatternsMatch() throws Exception {
    String exchange = exchange(BuiltinExchangeType.TOPIC);
    String queue = boundQueue(exchange, "a.#");
    channel.queueBind(queue, exchange, "#.b");
    channel.queueBind(queue, exchange, "a.b");

    publish(exchange, "a.b", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void topicNoLongerAfterUnbinding() throws Exception {
    String exchange = exchange(BuiltinExchangeType.TOPIC);
    String queue = boundQueue(exchange, "a.*");
    channel.queueBind(queue, exchange, "a.#");

    channel.queueUnbind(queue, exchange, "a.*");
    channel.queueUnbind(queue, exchange, "a.#");
    publish(exchange, "a.b", "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "all, 1, 2, true",
    "all, 1, 3, false",
    "any, 1, 3, true",
    "any, 5, 3, false",
    "'', 1, 2, true",
    "'', 1, 3, false"
  })
  void headersByMatch(String match, int a, int b, boolean reaches) throws Exception {
    Map<String, Object> arguments = new HashMap<>(Map.of("a", 1, "b", 2));
    if (!match.isEmpty()) {
      arguments.put("x-match", match);
    }
    String queue = boundByHeaders(arguments);

    publish("amq.headers", "", headers(Map.of("a", a, "b", b)), "m");

    assertThat(takeAll(queue)).hasSize(reaches ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"all, 9, true", "all-with-x, 9, false", "all-with-x, 2, true", "any-with-x, 2, true"})
  void headersThatStartWithX(String match, int x, boolean reaches) throws Exception {
    String queue = boundByHeaders(Map.of("x-match", match, "a", 1, "x-b", 2));

    publish("amq.headers", "", headers(Map.of("a", 1, "x-b", x)), "m");

    assertThat(takeAll(queue)).hasSize(reaches ? 1 : 0);
  }

  @Test
  void headersByPresenceAlone() throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("a", null);
    String queue = boundByHeaders(arguments);

    publish("amq.headers", "", headers(Map.of("a", "whatever")), "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void headersOfAnotherTypeDiffer() throws Exception {
    String queue = boundByHeaders(Map.of("a", "1"));

    publish("amq.headers", "", headers(Map.of("a", 1)), "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void headersOfAnotherIntegerWidthAgree() throws Exception {
    String queue = boundByHeaders(Map.of("a", 1L));

    publish("amq.headers", "", headers(Map.of("a", 1)), "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void headersBindingWithoutCriteriaTakesAll() throws Exception {
    String queue = boundByHeaders(Map.of("x-match", "all"));

    publish("amq.headers", "", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void headersBindingForAnyWithoutCriteriaTakesNone() throws Exception {
    String queue = boundByHeaders(Map.of("x-match", "any"));

    publish("amq.headers", "", headers(Map.of("a", 1)), "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void refusesAnotherMatch() throws Exception {
    String queue = queue();

    Close close =
        Close.of(connection, c -> c.queueBind(queue, "amq.headers", "", Map.of("x-match", "some")));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - Invalid x-match field value <<\"some\">>; expected all,"
                    + " any, all-with-x, or any-with-x"));
  }

  @Test
  void refusesAMatchThatIsNoString() throws Exception {
    String queue = queue();

    Close close =
        Close.of(connection, c -> c.queueBind(queue, "amq.headers", "", Map.of("x-match", 1)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - Invalid x-match field type signedint (value 1); expected"
                    + " longstr"));
  }

  private String boundByHeaders(Map<String, Object> arguments) throws Exception {
    String queue = queue();
    channel.queueBind(queue, "amq.headers", "", arguments);
    return queue;
  }

  @Test
  void bindingTwiceIsBindingOnce() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);
    String queue = boundQueue(exchange, "k");
    channel.queueBind(queue, exchange, "k");
    channel.queueUnbind(queue, exchange, "k");

    publish(exchange, "k", "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void argumentsMakeAnotherBinding() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);
    String queue = boundQueue(exchange, "k");
    channel.queueBind(queue, exchange, "k", Map.of("note", "second"));
    channel.queueUnbind(queue, exchange, "k");

    publish(exchange, "k", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void unbindingWhatWasNotBoundIsFine() throws Exception {
    assertThat(channel.queueUnbind(queue(), "amq.direct", "never")).isNotNull();
  }

  @Test
  void bindsToAMissingExchange() throws Exception {
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueBind(queue, "missing", "k"));

    assertThat(close)
        .isEqualTo(Close.channel(404, "NOT_FOUND - no exchange 'missing' in vhost '/'"));
  }

  @Test
  void bindsAMissingQueue() throws Exception {
    Close close = Close.of(connection, c -> c.queueBind("missing", "amq.direct", "k"));

    assertThat(close).isEqualTo(Close.channel(404, "NOT_FOUND - no queue 'missing' in vhost '/'"));
  }

  @Test
  void unbindingFromAMissingExchangeIsFine() throws Exception {
    assertThat(channel.queueUnbind(queue(), "missing", "k")).isNotNull();
  }

  @Test
  void unbindingAMissingQueueIsFine() throws Exception {
    assertThat(channel.queueUnbind("missing", "amq.direct", "k")).isNotNull();
  }

  @Test
  void exchangeToExchange() throws Exception {
    String front = exchange(BuiltinExchangeType.TOPIC);
    String back = exchange(BuiltinExchangeType.DIRECT);
    channel.exchangeBind(back, front, "a.*");
    String queue = boundQueue(back, "a.b");

    publish(front, "a.b", "yes");
    publish(front, "a.c", "no");

    assertThat(takeAll(queue)).containsExactly("yes");
  }

  @Test
  void exchangeToExchangeUnbound() throws Exception {
    String front = exchange(BuiltinExchangeType.FANOUT);
    String back = exchange(BuiltinExchangeType.FANOUT);
    channel.exchangeBind(back, front, "");
    String queue = boundQueue(back, "");

    channel.exchangeUnbind(back, front, "");
    publish(front, "", "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void exchangesInACircleRouteOnce() throws Exception {
    String one = exchange(BuiltinExchangeType.FANOUT);
    String two = exchange(BuiltinExchangeType.FANOUT);
    channel.exchangeBind(one, two, "");
    channel.exchangeBind(two, one, "");
    String queue = boundQueue(two, "");

    publish(one, "", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void exchangeBindToAMissingDestination() throws Exception {
    Close close = Close.of(connection, c -> c.exchangeBind("missing", "amq.direct", "k"));

    assertThat(close)
        .isEqualTo(Close.channel(404, "NOT_FOUND - no exchange 'missing' in vhost '/'"));
  }

  @Test
  void alternateExchangeTakesWhatNothingMatched() throws Exception {
    String alternate = exchange(BuiltinExchangeType.FANOUT);
    String exchange = exchange("direct", Map.of("alternate-exchange", alternate));
    String lost = boundQueue(alternate, "");
    String hit = boundQueue(exchange, "k");

    publish(exchange, "k", "matched");
    publish(exchange, "other", "unmatched");

    assertThat(takeAll(hit)).containsExactly("matched");
    assertThat(takeAll(lost)).containsExactly("unmatched");
  }

  @Test
  void alternateExchangesChain() throws Exception {
    String last = exchange(BuiltinExchangeType.FANOUT);
    String middle = exchange("direct", Map.of("alternate-exchange", last));
    String first = exchange("direct", Map.of("alternate-exchange", middle));
    String queue = boundQueue(last, "");

    publish(first, "k", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void alternateExchangeByPolicy() throws Exception {
    String exchange = "clients-policy-alternate-" + name();
    deleteExchangeAfterwards(exchange);
    channel.exchangeDeclare(exchange, "direct");
    String queue = boundQueue("amq.fanout", "");

    publish(exchange, "k", "m");

    assertThat(takeAll(queue)).contains("m");
  }

  @Test
  void carbonCopies() throws Exception {
    String to = queue();
    String copy = queue();
    String blind = queue();

    publish("", to, headers(Map.of("CC", List.of(copy), "BCC", List.of(blind))), "m");

    assertThat(take(to).getProps().getHeaders()).containsOnlyKeys("CC");
    assertThat(takeAll(copy)).containsExactly("m");
    assertThat(take(blind).getProps().getHeaders()).containsOnlyKeys("CC");
  }

  @Test
  void carbonCopiesOfTheSameQueueComeOnce() throws Exception {
    String queue = queue();

    publish("", queue, headers(Map.of("CC", List.of(queue, queue))), "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void refusesCarbonCopiesThatAreNoList() throws Exception {
    Close close =
        Close.of(
            connection, c -> c.basicPublish("", "q", headers(Map.of("CC", "q2")), new byte[0]));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid message:"
                    + " {unacceptable_type_in_header,\"CC\",longstr}"));
  }
}
