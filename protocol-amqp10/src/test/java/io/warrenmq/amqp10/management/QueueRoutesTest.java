package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.management.ManagedBroker.Client;
import io.warrenmq.amqp10.management.ManagedBroker.Reply;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueRoutesTest {
  private static final String LOCKED =
      "cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally"
          + " declared on another connection or the exclusive property value does not match that of"
          + " the original declaration.";

  private final ManagedBroker broker = new ManagedBroker();
  private final Client client = broker.client();

  @Test
  void declaresAQueueAndTellsWhatItIs() {
    Map<Object, Object> expected =
        map(
            "name",
            "q",
            "vhost",
            "/",
            "durable",
            true,
            "auto_delete",
            false,
            "exclusive",
            false,
            "type",
            "classic",
            "arguments",
            map("x-queue-type", "classic"),
            "message_count",
            Unsigned.ulong(0),
            "consumer_count",
            Unsigned.uint(0),
            "leader",
            ManagedBroker.NODE,
            "replicas",
            List.of(ManagedBroker.NODE));

    assertThat(client.ask("PUT", "/queues/q", map())).isEqualTo(new Reply(201, expected));
    assertThat(client.ask("PUT", "/queues/q", map())).isEqualTo(new Reply(200, expected));
    assertThat(client.ask("GET", "/queues/q")).isEqualTo(new Reply(200, expected));
  }

  /** Responders look whether the requester is there. As in RabbitMQ 4.2. */
  @Test
  void tellsOfAReplyAddressAsLongAsItIsOpen() {
    Client requester = broker.client();
    String stays = broker.await(() -> open(requester));
    String goes = broker.await(() -> open(requester));

    Map<?, ?> queue = client.ask("GET", "/queues/" + goes).map();
    assertThat(queue.get("type")).isEqualTo("rabbit_volatile_queue");
    assertThat(queue.get("durable")).isEqualTo(false);
    assertThat(queue.get("exclusive")).isEqualTo(false);
    assertThat(queue.get("message_count")).isEqualTo(Unsigned.ulong(0));
    assertThat(queue.get("consumer_count")).isEqualTo(Unsigned.uint(1));

    broker.await(() -> close(requester, goes));
    assertThat(client.ask("GET", "/queues/" + goes).status()).isEqualTo(404);
    assertThat(client.ask("GET", "/queues/" + stays).status()).isEqualTo(200);

    broker.await(requester.access::close);
    assertThat(client.ask("GET", "/queues/" + stays).status()).isEqualTo(404);
  }

  private static Future<String> open(Client requester) {
    return Future.succeededFuture(requester.access.openReplyAddress(new Nobody()));
  }

  private static Future<Void> close(Client requester, String address) {
    requester.access.closeReplyAddress(address);
    return Future.succeededFuture();
  }

  private static final class Nobody implements DeliverySink {
    @Override
    public void onDelivery(Delivery delivery) {
      throw new AssertionError("nobody sends");
    }

    @Override
    public void onCancelled() {}
  }

  @Test
  void takesTheProperties() {
    Map<Object, Object> arguments =
        map(
            new Symbol("x-queue-type"),
            new Symbol("quorum"),
            "x-max-length",
            Unsigned.ulong(5),
            "x-mine",
            map("list", List.of(1, "a"), "nothing", null));

    Map<?, ?> queue =
        client.ask("PUT", "/queues/q", map("durable", true, "arguments", arguments)).map();

    assertThat(queue.get("type")).isEqualTo("quorum");
    assertThat(queue.get("arguments"))
        .isEqualTo(
            map(
                "x-queue-type", "quorum",
                "x-max-length", Unsigned.ulong(5),
                "x-mine", map("list", List.of(1, "a"), "nothing", null)));
    Map<?, ?> other =
        client
            .ask("PUT", "/queues/r", map("exclusive", true, "auto_delete", true, "durable", false))
            .map();
    assertThat(other.get("exclusive")).isEqualTo(true);
    assertThat(other.get("auto_delete")).isEqualTo(true);
    assertThat(other.get("durable")).isEqualTo(false);
  }

  @Test
  void decodesNames() {
    client.ask("PUT", "/queues/a%2Fb%20%F0%9F%8E%88", map());

    assertThat(client.ask("GET", "/queues/a%2fb%20%F0%9F%8E%88").map().get("name"))
        .isEqualTo("a/b 🎈");
    // RabbitMQ takes these for steps in the path.
    assertThat(client.ask("PUT", "/queues/..", map()).map().get("name")).isEqualTo("..");
  }

  @Test
  void aQueueThatExistsOtherwiseIsAConflict() {
    client.ask("PUT", "/queues/q", map());

    assertThat(client.ask("PUT", "/queues/q", map("durable", false)))
        .isEqualTo(
            new Reply(
                409,
                "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but"
                    + " current is 'true'"));
    assertThat(client.ask("PUT", "/queues/q", map("arguments", map("x-max-length", 1))))
        .isEqualTo(
            new Reply(
                409,
                "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received the value"
                    + " '1' of type 'signedint' but current is none"));
    assertThat(client.ask("PUT", "/queues/q", map("exclusive", true)))
        .isEqualTo(new Reply(400, LOCKED));
  }

  @Test
  void anExclusiveQueueIsLockedForOthers() {
    client.ask("PUT", "/queues/q", map("exclusive", true));
    Client other = broker.client();

    assertThat(other.ask("PUT", "/queues/q", map("exclusive", true)))
        .isEqualTo(new Reply(400, LOCKED));
    assertThat(other.ask("DELETE", "/queues/q")).isEqualTo(new Reply(400, LOCKED));
    assertThat(other.ask("DELETE", "/queues/q/messages")).isEqualTo(new Reply(400, LOCKED));
    assertThat(other.ask("GET", "/queues/q").map().get("exclusive")).isEqualTo(true);
  }

  @Test
  void refusesArguments() {
    // RabbitMQ answers 400 to the third and the fourth, without saying of which queue in the
    // latter.
    assertThat(client.ask("PUT", "/queues/q", map("arguments", map("x-max-length", -1))))
        .isEqualTo(
            new Reply(
                409, "invalid arg 'x-max-length' for queue 'q' in vhost '/': {value_negative,-1}"));
    assertThat(client.ask("PUT", "/queues/q", map("arguments", map("x-queue-type", "nope"))))
        .isEqualTo(
            new Reply(
                409,
                "invalid arg 'x-queue-type' for queue 'q' in vhost '/': \"unsupported queue type"
                    + " 'nope'\""));
    assertThat(
            client.ask(
                "PUT",
                "/queues/q",
                map("durable", false, "arguments", map("x-queue-type", "quorum"))))
        .isEqualTo(new Reply(409, "invalid property 'non-durable' for queue 'q' in vhost '/'"));
    assertThat(client.ask("PUT", "/queues/q", map("arguments", map("x-dead-letter-exchange", 1))))
        .isEqualTo(
            new Reply(
                409,
                "invalid type 'signedint' for arg 'x-dead-letter-exchange' in queue 'q' in vhost"
                    + " '/'"));
    assertThat(client.ask("GET", "/queues/q").status()).isEqualTo(404);
  }

  @Test
  void refusesTooManyQueues() {
    broker.limitQueues(1);
    client.ask("PUT", "/queues/q", map());

    assertThat(client.ask("PUT", "/queues/r", map()))
        .isEqualTo(
            new Reply(403, "cannot declare queue 'r': queue limit in vhost '/' (1) is reached"));
    assertThat(client.ask("PUT", "/queues/q", map()).status()).isEqualTo(200);
  }

  @Test
  void refusesNames() {
    assertThat(client.ask("PUT", "/queues/", map()))
        .isEqualTo(new Reply(400, "declare queue with empty name not allowed"));
    assertThat(client.ask("PUT", "/queues/amq.mine", map()))
        .isEqualTo(
            new Reply(403, "queue 'amq.mine' in vhost '/' starts with reserved prefix 'amq.'"));
    assertThat(client.ask("PUT", "/queues/a%0Ab", map()))
        .isEqualTo(
            new Reply(
                400, "Bad name 'a\nb': line feed and carriage return characters not allowed"));
    // RabbitMQ looks for it, finds none and answers 404; and it takes longer names.
    assertThat(client.ask("GET", "/queues/a%0Ab").status()).isEqualTo(400);
    assertThat(client.ask("PUT", "/queues/" + "a".repeat(256), map()))
        .isEqualTo(new Reply(400, "queue name is longer than 255 bytes"));
    assertThat(client.ask("PUT", "/queues/" + "a".repeat(255), map()).status()).isEqualTo(201);
  }

  @Test
  void refusesProperties() {
    assertThat(client.ask("PUT", "/queues/q", map("mine", true)))
        .isEqualTo(new Reply(400, "bad queue property {{utf8,<<\"mine\">>},true}"));
    assertThat(client.ask("PUT", "/queues/q", map(new Symbol("durable"), true)))
        .isEqualTo(new Reply(400, "bad queue property {{symbol,<<\"durable\">>},true}"));
    assertThat(client.ask("PUT", "/queues/q", map("durable", "yes")))
        .isEqualTo(
            new Reply(400, "bad queue property {{utf8,<<\"durable\">>},{utf8,<<\"yes\">>}}"));
    assertThat(client.ask("PUT", "/queues/q", map("arguments", List.of())).status()).isEqualTo(400);
    assertThat(client.ask("PUT", "/queues/q", null).status()).isEqualTo(400);
  }

  @Test
  void tellsWhichQueueIsNotThere() {
    assertThat(client.ask("GET", "/queues/nope"))
        .isEqualTo(new Reply(404, "queue 'nope' in vhost '/' not found"));
    assertThat(client.ask("DELETE", "/queues/nope/messages"))
        .isEqualTo(new Reply(400, "no queue 'nope' in vhost '/'"));
    assertThat(client.ask("DELETE", "/queues/nope"))
        .isEqualTo(new Reply(200, map("message_count", Unsigned.ulong(0))));
  }

  @Test
  void deletesAndPurges() {
    client.ask("PUT", "/queues/q", map());

    assertThat(client.ask("DELETE", "/queues/q/messages"))
        .isEqualTo(new Reply(200, map("message_count", Unsigned.ulong(0))));
    assertThat(client.ask("DELETE", "/queues/q"))
        .isEqualTo(new Reply(200, map("message_count", Unsigned.ulong(0))));
    assertThat(client.ask("GET", "/queues/q").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void whoMayNotLosesTheSession(String verb) {
    Client weak = broker.client("^mine", ".*", ".*");

    assertThat(weak.ask(verb, "/queues/mine", map()).status()).isBetween(200, 201);
    assertThatThrownBy(() -> weak.ask(verb, "/queues/q", map()))
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.SESSION);
              assertThat(fault.condition()).isEqualTo(AmqpCondition.UNAUTHORIZED_ACCESS);
              assertThat(fault.description())
                  .isEqualTo("configure access to queue 'q' in vhost '/' refused for user 'u'");
            });
  }

  @Test
  void whoMayNotReadMayNotPurge() {
    client.ask("PUT", "/queues/q", map());
    Client weak = broker.client(".*", ".*", "^mine");

    assertThat(weak.ask("GET", "/queues/q").status())
        .isEqualTo(200); // Anybody may, as in RabbitMQ.
    assertThatThrownBy(() -> weak.ask("DELETE", "/queues/q/messages"))
        .isInstanceOf(AmqpFault.class)
        .hasMessage("read access to queue 'q' in vhost '/' refused for user 'u'");
  }

  @Test
  void deadLettersNeedPermissions() {
    Client weak = broker.client(".*", "^mine", "^mine");
    Map<Object, Object> body = map("arguments", map("x-dead-letter-exchange", "x"));

    assertThatThrownBy(() -> weak.ask("PUT", "/queues/mine", body))
        .isInstanceOf(AmqpFault.class)
        .hasMessage("write access to exchange 'x' in vhost '/' refused for user 'u'");
  }
}
