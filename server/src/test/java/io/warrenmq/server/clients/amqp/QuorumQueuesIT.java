package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Deliberate;
import io.warrenmq.server.clients.Inbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code x-queue-type: quorum}, and delivery limits. */
class QuorumQueuesIT extends ClientTest {
  private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

  @Test
  void refusesToBeTransient() throws Exception {
    String queue = name();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, false, false, false, QUORUM));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid property 'non-durable' for queue '%s' in vhost '/'"
                    .formatted(queue)));
  }

  @Test
  void refusesToBeExclusive() throws Exception {
    String queue = name();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, true, true, false, QUORUM));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid property 'exclusive-owner' for queue '%s' in vhost '/'"
                    .formatted(queue)));
  }

  @Test
  void refusesToBeAutoDelete() throws Exception {
    String queue = name();

    Close close = Close.of(connection, c -> c.queueDeclare(queue, true, false, true, QUORUM));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid property 'auto-delete' for queue '%s' in vhost '/'"
                    .formatted(queue)));
  }

  @Test
  void refusesANameOfTheServers() throws Exception {
    Close close = Close.of(connection, c -> c.queueDeclare("", true, false, false, QUORUM));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - Cannot declare a server-named queue for type"
                    + " rabbit_quorum_queue"));
  }

  static List<Arguments> unsupported() {
    return List.of(
        Arguments.of("x-max-priority", 5, Deliberate.MAX_PRIORITY_ON_QUORUM),
        Arguments.of("x-queue-mode", "lazy", null),
        Arguments.of("x-queue-version", 2, null));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void refusesArgument(String argument, Object value, @Nullable Deliberate departs)
      throws Exception {
    if (departs != null && broker.departs(departs)) {
      assertThat(quorumQueue(Map.of(argument, value))).isNotNull();
      return;
    }
    String queue = name();

    Close close =
        Close.of(
            anotherConnection(),
            c -> c.queueDeclare(queue, true, false, false, quorum(argument, value)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg '%s' for queue '%s' in vhost '/' of queue type rabbit_quorum_queue"
                    .formatted(argument, queue)));
  }

  static List<Arguments> invalidValues() {
    return List.of(
        Arguments.of("x-quorum-initial-group-size", 0, "{value_zero,0}"),
        Arguments.of("x-quorum-initial-group-size", -1, "{value_negative,-1}"),
        Arguments.of("x-dead-letter-strategy", "sometimes", "invalid_dlx_strategy"),
        Arguments.of("x-message-ttl", -1, "{value_negative,-1}"),
        Arguments.of("x-max-length", -1, "{value_negative,-1}"));
  }

  @ParameterizedTest
  @MethodSource("invalidValues")
  void refusesInvalidValue(String argument, Object value, String reason) throws Exception {
    String queue = name();

    Close close =
        Close.of(
            anotherConnection(),
            c -> c.queueDeclare(queue, true, false, false, quorum(argument, value)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg '%s' for queue '%s' in vhost '/': %s"
                    .formatted(argument, queue, reason)));
  }

  private static Map<String, Object> quorum(String argument, Object value) {
    Map<String, Object> all = new HashMap<>(QUORUM);
    all.put(argument, value);
    return all;
  }

  @Test
  void refusesToBeDeletedOnConditions() throws Exception {
    String queue = quorumQueue(Map.of());
    String text =
        "NOT_IMPLEMENTED - cannot delete queue '%s' in vhost '/'. queue.delete operations with %s"
            + " flag set are not supported by quorum queues";

    assertThat(Close.of(anotherConnection(), c -> c.queueDelete(queue, true, false)))
        .isEqualTo(Close.connection(540, text.formatted(queue, "if-unused")));
    assertThat(Close.of(anotherConnection(), c -> c.queueDelete(queue, false, true)))
        .isEqualTo(Close.connection(540, text.formatted(queue, "if-empty")));
  }

  @Test
  void keepsAndDelivers() throws Exception {
    String queue = quorumQueue(Map.of());
    channel.confirmSelect();
    send(queue, "1", "2");
    channel.waitForConfirmsOrDie(10_000);

    Inbox inbox = consume(channel, queue, true);

    assertThat(inbox.bodies(2)).containsExactly("1", "2");
  }

  @Test
  void countsDeliveriesInAHeader() throws Exception {
    String queue = quorumQueue(Map.of());
    send(queue, "m");
    GetResponse first = get(queue);
    channel.basicReject(first.getEnvelope().getDeliveryTag(), true);

    GetResponse second = get(queue);

    assertThat(first.getProps().getHeaders()).isNull();
    assertThat(second.getEnvelope().isRedeliver()).isTrue();
    assertThat(second.getProps().getHeaders()).containsEntry("x-delivery-count", 1L);
  }

  @Test
  void dropsWhatWasDeliveredTooOften() throws Exception {
    String queue = quorumQueue(Map.of("x-delivery-limit", 1));
    send(queue, "poison", "good");
    reject(queue);
    reject(queue);

    assertThat(body(get(queue))).isEqualTo("good");
  }

  @Test
  void deadLettersWhatWasDeliveredTooOften() throws Exception {
    String dead = queue();
    String queue =
        quorumQueue(
            Map.of(
                "x-delivery-limit",
                1,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                dead));
    send(queue, "poison");
    reject(queue);
    reject(queue);

    Map<String, Object> headers = take(dead).getProps().getHeaders();

    assertThat(headers.get("x-first-death-reason")).hasToString("delivery_limit");
    assertThat(headers).doesNotContainKey("x-delivery-count");
  }

  @Test
  void limitsDeliveriesByPolicy() throws Exception {
    String queue = durableQueue("clients-policy-delivery-limit-" + name(), QUORUM);
    send(queue, "poison", "good");
    reject(queue);
    reject(queue);

    assertThat(body(get(queue))).isEqualTo("good");
  }

  @Test
  void countsAClosedChannelAsADelivery() throws Exception {
    String queue = quorumQueue(Map.of());
    send(queue, "m");
    Channel consuming = connection.createChannel();
    consume(consuming, queue, false).next();
    consuming.close();

    assertThat(get(queue).getProps().getHeaders()).containsEntry("x-delivery-count", 1L);
  }

  @Test
  void limitsDeliveriesToTwentyByDefault() throws Exception {
    String queue = quorumQueue(Map.of());
    send(queue, "poison", "good");
    for (int i = 0; i < 21; i++) {
      assertThat(reject(queue)).isEqualTo("poison");
    }

    assertThat(body(get(queue))).isEqualTo("good");
  }

  @Test
  void hasNoLimitAtMinusOne() throws Exception {
    String queue = quorumQueue(Map.of("x-delivery-limit", -1));
    send(queue, "m");
    for (int i = 0; i < 25; i++) {
      reject(queue);
    }

    assertThat(body(get(queue))).isEqualTo("m");
  }

  @Test
  void requeuesToTheBackWithoutALimit() throws Exception {
    String queue = quorumQueue(Map.of("x-delivery-limit", -1));
    send(queue, "1", "2");
    reject(queue);

    assertThat(body(get(queue))).isEqualTo("2");
  }

  @Test
  void requeuesToTheFrontWithALimit() throws Exception {
    String queue = quorumQueue(Map.of());
    send(queue, "1", "2");
    reject(queue);

    assertThat(body(get(queue))).isEqualTo("1");
  }

  @Test
  void globalPrefetch() throws Exception {
    String queue = quorumQueue(Map.of());
    Close.Act consuming =
        c -> {
          c.basicQos(1, true);
          consume(c, queue, false);
        };
    if (broker.departs(Deliberate.GLOBAL_QOS_ON_QUORUM)) {
      consuming.on(channel);
      assertThat(channel.isOpen()).isTrue();
      return;
    }

    Close close = Close.of(anotherConnection(), consuming);

    assertThat(close)
        .isEqualTo(
            Close.connection(
                540,
                "NOT_IMPLEMENTED - queue '%s' in vhost '/' does not support global qos"
                    .formatted(queue)));
  }

  @Test
  void takesHighPrioritiesFirst() throws Exception {
    String queue = quorumQueue(Map.of());
    channel.confirmSelect();
    publish("", queue, priority(1), "low");
    publish("", queue, priority(9), "high");
    channel.waitForConfirmsOrDie(10_000);

    assertThat(body(get(queue))).isEqualTo("high");
  }

  private static BasicProperties priority(int priority) {
    return new BasicProperties.Builder().priority(priority).build();
  }

  private GetResponse get(String queue) {
    return Awaitility.await().until(() -> channel.basicGet(queue, false), r -> r != null);
  }

  private String reject(String queue) throws Exception {
    GetResponse message = get(queue);
    channel.basicReject(message.getEnvelope().getDeliveryTag(), true);
    return body(message);
  }
}
