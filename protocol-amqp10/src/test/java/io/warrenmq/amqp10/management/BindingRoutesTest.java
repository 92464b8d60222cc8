package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.management.ManagedBroker.Client;
import io.warrenmq.amqp10.management.ManagedBroker.Reply;
import io.warrenmq.api.message.Unsigned;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingRoutesTest {
  private final ManagedBroker broker = new ManagedBroker();
  private final Client client = broker.client();

  @BeforeEach
  void queue() {
    client.ask("PUT", "/queues/q%20%F0%9F%8E%88", map());
    client.ask("PUT", "/queues/q", map());
  }

  @Test
  void bindsListsAndUnbindsAQueue() {
    assertThat(client.ask("POST", "/bindings", toQueue("amq.direct", "q 🎈", "k/1")))
        .isEqualTo(Reply.of(204));

    String location = "/bindings/src=amq.direct;dstq=q%20%F0%9F%8E%88;key=k%2F1;args=";
    String query = "/bindings?src=amq.direct&dstq=q%20%F0%9F%8E%88&key=k%2F1";
    assertThat(client.ask("GET", query))
        .isEqualTo(
            new Reply(
                200,
                List.of(
                    map(
                        "source", "amq.direct",
                        "destination_queue", "q 🎈",
                        "binding_key", "k/1",
                        "arguments", map(),
                        "location", location))));
    assertThat(client.ask("DELETE", location)).isEqualTo(Reply.of(204));
    assertThat(client.ask("GET", query)).isEqualTo(new Reply(200, List.of()));
    assertThat(client.ask("DELETE", location)).isEqualTo(Reply.of(204));
  }

  @Test
  void bindsListsAndUnbindsAnExchange() {
    Map<Object, Object> binding =
        map("source", "amq.topic", "destination_exchange", "amq.fanout", "binding_key", "#.é");

    assertThat(client.ask("POST", "/bindings", binding)).isEqualTo(Reply.of(204));

    Map<?, ?> listed =
        (Map<?, ?>) listed("/bindings?key=%23.%C3%A9&dste=amq.fanout&src=amq.topic").get(0);
    assertThat(listed.get("destination_exchange")).isEqualTo("amq.fanout");
    assertThat(listed.get("binding_key")).isEqualTo("#.é");
    client.ask("DELETE", (String) listed.get("location"));
    assertThat(listed("/bindings?key=%23.%C3%A9&dste=amq.fanout&src=amq.topic")).isEmpty();
  }

  /** RabbitMQ takes semicolons for the end of a parameter. */
  @ParameterizedTest
  @CsvSource({"a;b, a;b", "a/b?, a/b?", "a b, a+b", "a+b, a%2Bb", "a&b=c, a%26b%3Dc"})
  void decodesKeysInQueries(String key, String encoded) {
    client.ask("POST", "/bindings", toQueue("amq.direct", "q", key));

    assertThat(listed("/bindings?src=amq.direct&dstq=q&key=" + encoded))
        .extracting("binding_key")
        .containsExactly(key);
  }

  @Test
  void argumentsAreInTheLocation() {
    Map<Object, Object> one = map("x-match", "any", "a", 1, "b", Unsigned.ubyte(2));
    Map<Object, Object> other = map("x-match", "any", "a", 2);
    client.ask("POST", "/bindings", headers(one));
    client.ask("POST", "/bindings", headers(other));
    client.ask("POST", "/bindings", headers(map()));
    String query = "/bindings?src=amq.headers&dstq=q&key=";

    List<?> listed = listed(query);

    assertThat(listed).extracting("arguments").containsExactlyInAnyOrder(one, other, map());
    Object location =
        listed.stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> each.get("arguments").equals(one))
            .findFirst()
            .orElseThrow()
            .get("location");
    assertThat(location)
        .asString()
        .matches("/bindings/src=amq.headers;dstq=q;key=;args=[0-9A-Za-z_-]{22}");
    client.ask("DELETE", (String) location);
    assertThat(listed(query)).extracting("arguments").containsExactlyInAnyOrder(other, map());
    // Nothing has these arguments any more.
    assertThat(client.ask("DELETE", (String) location)).isEqualTo(Reply.of(204));
    assertThat(listed(query)).hasSize(2);
  }

  @Test
  void theDefaultExchangeIsListedAndNotForBinding() {
    Reply refused = new Reply(403, "operation not permitted on the default exchange");

    assertThat(listed("/bindings?src=&dstq=q&key=q")).hasSize(1);
    assertThat(listed("/bindings?src=&dstq=q&key=k")).isEmpty();
    assertThat(listed("/bindings?src=&dstq=nope&key=nope")).isEmpty(); // RabbitMQ lists one.
    assertThat(client.ask("POST", "/bindings", toQueue("", "q", "k"))).isEqualTo(refused);
    assertThat(
            client.ask(
                "POST",
                "/bindings",
                map("source", "amq.topic", "destination_exchange", "", "binding_key", "k")))
        .isEqualTo(refused);
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(client.ask("POST", "/bindings", toQueue("nope", "q", "k")))
        .isEqualTo(new Reply(400, "no exchange 'nope' in vhost '/'"));
    assertThat(client.ask("POST", "/bindings", toQueue("amq.topic", "nope", "k")))
        .isEqualTo(new Reply(400, "no queue 'nope' in vhost '/'"));
    assertThat(client.ask("DELETE", "/bindings/src=nope;dstq=nope;key=k;args="))
        .isEqualTo(Reply.of(204));
    assertThat(listed("/bindings?src=nope&dstq=nope&key=k")).isEmpty();
  }

  @Test
  void refusesFields() {
    assertThat(client.ask("POST", "/bindings", map("sauce", "x")))
        .isEqualTo(new Reply(400, "bad binding field {{utf8,<<\"sauce\">>},{utf8,<<\"x\">>}}"));
    // RabbitMQ ends the session when one is missing, and over arguments that are.
    assertThat(client.ask("POST", "/bindings", map("source", "amq.topic", "binding_key", "k")))
        .isEqualTo(new Reply(400, "missing binding field 'destination_exchange'"));
    assertThat(client.ask("POST", "/bindings", map("source", "x", "destination_queue", "q")))
        .isEqualTo(new Reply(400, "missing binding field 'binding_key'"));
    assertThat(client.ask("POST", "/bindings", toQueue("amq.topic", "a\nb", "k")))
        .isEqualTo(
            new Reply(
                400, "Bad name 'a\nb': line feed and carriage return characters not allowed"));
    assertThat(client.ask("POST", "/bindings", toQueue("amq.topic", "q", "k".repeat(256))))
        .isEqualTo(new Reply(400, "routing key is longer than 255 bytes"));
  }

  @Test
  void theExchangesTypeRefusesArguments() {
    assertThat(client.ask("POST", "/bindings", headers(map("x-match", "foo"))))
        .isEqualTo(
            new Reply(
                400,
                "Invalid x-match field value <<\"foo\">>; expected all, any, all-with-x, or"
                    + " any-with-x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src=x;dstq=q;key=k",
        "src=;dstq=q;key=k;args=",
        "src=x;dstx=q;key=k;args=",
        "src=x;dstq=;key=k;args=",
        "src=x;dstq=q;key=k;args=%20",
        "src=x!;dstq=q;key=k;args=",
        "dstq=q;src=x;key=k;args=",
        ""
      })
  void refusesLocations(String segment) {
    assertThat(client.ask("DELETE", "/bindings/" + segment))
        .isEqualTo(new Reply(400, "bad binding path segment '" + segment + "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?", "?src=x", "?src=x&key=k", "?dstq=q&key=k", "?src=x&dstq=q", "?%zz"})
  void refusesQueries(String query) {
    assertThat(client.ask("GET", "/bindings" + query).status()).isEqualTo(400);
  }

  @Test
  void listsNoMoreThanAnAnswerHolds() {
    Object large = "x".repeat(60_000);
    int fitting = BindingRoutes.ANSWER_BYTES_MAX / 60_500;
    for (int i = 0; i < fitting; i++) {
      client.ask("POST", "/bindings", headers(map("a", large, "i", i)));
    }
    String query = "/bindings?src=amq.headers&dstq=q&key=";
    assertThat(listed(query)).hasSize(fitting);

    for (int i = 0; i < 2; i++) {
      client.ask("POST", "/bindings", headers(map("b", large, "i", i)));
    }

    assertThat(client.ask("GET", query))
        .isEqualTo(new Reply(400, fitting + 2 + " bindings are more than fit into one answer"));
  }

  @Test
  void whoMayNotLosesTheSession() {
    Map<Object, Object> binding = toQueue("amq.topic", "q", "k");
    String location = "/bindings/src=amq.topic;dstq=q;key=k;args=";
    String mayNotRead = "read access to exchange 'amq.topic' in vhost '/' refused for user 'u'";
    String mayNotWrite = "write access to queue 'q' in vhost '/' refused for user 'u'";

    assertFault(broker.client("", ".*", ""), "POST", "/bindings", binding, mayNotRead);
    assertFault(broker.client("", ".*", ""), "DELETE", location, null, mayNotRead);
    assertFault(broker.client("", "", ".*"), "POST", "/bindings", binding, mayNotWrite);
    assertFault(broker.client("", "", ".*"), "DELETE", location, null, mayNotWrite);
    // Nothing has these arguments; RabbitMQ ends the session all the same.
    assertThat(broker.client("", "", "").ask("DELETE", location + "abc")).isEqualTo(Reply.of(204));
  }

  private static void assertFault(
      Client weak, String verb, String path, Object body, String refusal) {
    assertThatThrownBy(() -> weak.ask(verb, path, body))
        .isInstanceOf(AmqpFault.class)
        .hasMessage(refusal);
  }

  @Test
  void anExclusiveQueueIsLockedForOthers() {
    client.ask("PUT", "/queues/mine", map("exclusive", true));
    Client other = broker.client();

    Reply refused = other.ask("POST", "/bindings", toQueue("amq.topic", "mine", "k"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).asString().startsWith("cannot obtain exclusive access to locked");
  }

  private List<?> listed(String query) {
    Reply reply = client.ask("GET", query);
    assertThat(reply.status()).isEqualTo(200);
    return (List<?>) reply.body();
  }

  private static Map<Object, Object> toQueue(String source, String queue, String key) {
    return map(
        "source", source, "destination_queue", queue, "binding_key", key, "arguments", map());
  }

  private static Map<Object, Object> headers(Map<Object, Object> arguments) {
    return map(
        "source", "amq.headers",
        "destination_queue", "q",
        "binding_key", "",
        "arguments", arguments);
  }
}
