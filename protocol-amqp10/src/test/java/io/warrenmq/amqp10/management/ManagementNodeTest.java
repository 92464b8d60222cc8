package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static io.warrenmq.amqp10.management.ManagedBroker.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.management.ManagedBroker.Client;
import io.warrenmq.amqp10.management.ManagedBroker.Reply;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagementNodeTest {
  private final ManagedBroker broker = new ManagedBroker();
  private final Client client = broker.client();

  @Test
  void anAnswerNamesItsRequest() {
    UUID id = new UUID(1, 2);

    CanonicalMessage answer = client.handle(request(id, "GET", "/queues/nope", null));

    assertThat(answer)
        .isEqualTo(
            new CanonicalMessage(
                false,
                -1,
                -1,
                Map.of(),
                new CanonicalMessage.Properties(
                    null, null, null, "404", null, id, null, null, null, null, null, null, null),
                Map.of("http:response", "1.1"),
                new CanonicalMessage.Value("queue 'nope' in vhost '/' not found", null)));
  }

  @Test
  void requestsAreCarriedOutInTheirOrder() {
    List<String> statuses = new ArrayList<>();

    broker.loops.run(
        broker.loop,
        () -> {
          send("GET", "/queues/q", null, statuses); // Answered at once, were it not for the others.
          send("PUT", "/queues/q", map(), statuses);
          send("GET", "/queues/nope", null, statuses);
          send("PUT", "/exchanges/x", map(), statuses);
          send(
              "POST",
              "/bindings",
              map("source", "x", "destination_queue", "q", "binding_key", "k"),
              statuses);
          send("DELETE", "/queues/q", null, statuses);
          send("GET", "/queues/q", null, statuses);
        });

    assertThat(statuses).containsExactly("404", "201", "404", "204", "204", "200", "404");
  }

  private void send(String verb, String path, Object body, List<String> statuses) {
    client
        .node
        .handle(request(1L, verb, path, body))
        .onSuccess(answer -> statuses.add(answer.properties().subject()));
  }

  @Test
  void nothingIsCarriedOutOnceTheSessionIsToEnd() {
    Client weak = broker.client("^mine", "", "");
    List<Future<CanonicalMessage>> answers = new ArrayList<>();

    broker.loops.run(
        broker.loop,
        () -> {
          answers.add(weak.node.handle(request(1L, "PUT", "/queues/mine1", map())));
          answers.add(weak.node.handle(request(2L, "PUT", "/queues/q", map())));
          answers.add(weak.node.handle(request(3L, "PUT", "/queues/mine2", map())));
        });

    assertThat(answers).extracting(Future::succeeded).containsExactly(true, false, false);
    assertThat(answers.get(2).cause()).isInstanceOf(AmqpFault.class);
    assertThat(client.ask("GET", "/queues/mine1").status()).isEqualTo(200);
    assertThat(client.ask("GET", "/queues/mine2").status()).isEqualTo(404);
  }

  /** RabbitMQ ends the session in all these cases, with an internal error. */
  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /nope, 404",
    "GET, /queues, 404",
    "GET, /queues/q/, 404",
    "DELETE, /queues/q/consumers, 404",
    "GET, /queues/q/messages, 405",
    "DELETE, /queues/q/messages/1, 404",
    "POST, /queues/q, 405",
    "get, /queues/q, 405",
    "GET, /exchanges/x, 405",
    "PUT, /bindings, 405",
    "GET, /bindings/src=x;dstq=q;key=k;args=, 405",
    "PUT, /auth/users, 404",
    "GET, /auth/tokens, 405",
    "GET, queues/q, 400",
    "GET, '', 400",
    "GET, , 400",
    ", /queues/q, 400",
    "GET, /queues/a%zz, 400",
    "GET, /queues/a b, 400",
  })
  void tellsWhatItDoesNotKnow(String verb, String path, int status) {
    assertThat(client.ask(verb, path, map()).status()).isEqualTo(status);
  }

  @Test
  void answersOnItsOwnLinksOnly() {
    CanonicalMessage request = request(1L, "GET", "/queues/q", null);
    CanonicalMessage.Properties elsewhere =
        new CanonicalMessage.Properties(
            1L,
            null,
            "/queues/q",
            "GET",
            "/queues/r",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    CanonicalMessage answer =
        client.handle(
            new CanonicalMessage(false, -1, -1, Map.of(), elsewhere, Map.of(), request.body()));

    assertThat(answer.properties().subject()).isEqualTo("400");
  }

  @Test
  void boundsPaths() {
    String path = "/queues/" + "a".repeat(RequestTarget.CHARS_MAX);

    assertThat(client.ask("GET", path))
        .isEqualTo(new Reply(414, "a path of more than 4096 characters"));
  }

  @Test
  void doesNotRepeatAllThatAClientSays() {
    String longText = "a".repeat(1_000_000);

    assertShort(client.ask(longText, "/queues/q", null));
    assertShort(client.ask("PUT", "/exchanges/x", map("type", longText)));
    assertShort(client.ask("PUT", "/queues/q", map(longText, true)));
    assertShort(
        client.ask(
            "POST",
            "/bindings",
            map("source", longText + "\n", "destination_queue", "q", "binding_key", "k")));
    assertShort(
        client.ask(
            "PUT",
            "/queues/q",
            map("arguments", map("x-queue-type", longText.substring(0, 60_000)))));
  }

  private static void assertShort(Reply refusal) {
    assertThat(refusal.status()).isGreaterThanOrEqualTo(400);
    assertThat((String) refusal.body())
        .endsWith("...")
        .hasSizeLessThanOrEqualTo(Refused.TEXT_CHARS_MAX + 3);
  }

  @Test
  void renewsCredentials() {
    assertThat(client.ask("PUT", "/auth/tokens", new Binary("good".getBytes(UTF_8))))
        .isEqualTo(Reply.of(204));
    assertThat(client.ask("PUT", "/auth/tokens", "good").status()).isEqualTo(400);
    assertThat(broker.secrets).containsExactly("good");
  }

  @Test
  void whoseCredentialsAreWrongLosesTheConnection() {
    assertThatThrownBy(() -> client.ask("PUT", "/auth/tokens", new Binary("bad".getBytes(UTF_8))))
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.CONNECTION);
              assertThat(fault.condition()).isEqualTo(AmqpCondition.UNAUTHORIZED_ACCESS);
              assertThat(fault.description()).isEqualTo("credential update failed");
            });
  }
}
