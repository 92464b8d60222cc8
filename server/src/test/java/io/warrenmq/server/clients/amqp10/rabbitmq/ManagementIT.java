package io.warrenmq.server.clients.amqp10.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.ByteCapacity;
import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.Management.ExchangeType;
import com.rabbitmq.client.amqp.Management.OverflowStrategy;
import com.rabbitmq.client.amqp.Management.QueueInfo;
import com.rabbitmq.client.amqp.Management.QueueType;
import com.rabbitmq.client.amqp.Publisher.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, exchanges and bindings, made and looked at through the node {@code /management}. */
class ManagementIT extends RabbitTest {
  @ParameterizedTest
  @EnumSource(names = {"CLASSIC", "QUORUM"})
  void aQueueOfEachKindIsDeclaredAndDescribed(QueueType type) {
    String name = name();
    deleteAfterwards(name);

    QueueInfo declared = management.queue(name).type(type).declare();

    assertThat(declared.name()).isEqualTo(name);
    QueueInfo info = management.queueInfo(name);
    assertThat(info.name()).isEqualTo(name);
    assertThat(info.type()).isEqualTo(type);
    assertThat(info.durable()).isTrue();
    assertThat(info.autoDelete()).isFalse();
    assertThat(info.exclusive()).isFalse();
    assertThat(info.messageCount()).isZero();
    assertThat(info.consumerCount()).isZero();
    assertThat(info.leader()).isNotEmpty();
    assertThat(info.members()).containsExactly(info.leader());
  }

  @Test
  void aQueueWithoutANameGetsOne() {
    QueueInfo declared = management.queue().exclusive(true).declare();

    assertThat(declared.name()).isNotEmpty();
    assertThat(management.queueInfo(declared.name()).exclusive()).isTrue();
  }

  @Test
  void everyArgumentIsKept() {
    String name =
        declared(
            q ->
                q.classic()
                    .maxPriority(5)
                    .queue()
                    .deadLetterExchange("amq.fanout")
                    .deadLetterRoutingKey("dead")
                    .overflowStrategy(OverflowStrategy.REJECT_PUBLISH)
                    .expires(Duration.ofMinutes(10))
                    .maxLength(100)
                    .maxLengthBytes(ByteCapacity.MB(1))
                    .messageTtl(Duration.ofMinutes(1)));

    Map<String, Object> arguments = management.queueInfo(name).arguments();

    assertThat(arguments)
        .containsEntry("x-queue-type", "classic")
        .containsEntry("x-dead-letter-exchange", "amq.fanout")
        .containsEntry("x-dead-letter-routing-key", "dead")
        .containsEntry("x-overflow", "reject-publish");
    assertThat(number(arguments, "x-max-priority")).isEqualTo(5);
    assertThat(number(arguments, "x-expires")).isEqualTo(600_000);
    assertThat(number(arguments, "x-max-length")).isEqualTo(100);
    assertThat(number(arguments, "x-max-length-bytes")).isEqualTo(1_000_000);
    assertThat(number(arguments, "x-message-ttl")).isEqualTo(60_000);
  }

  private static long number(Map<String, Object> arguments, String key) {
    return ((Number) arguments.get(key)).longValue();
  }

  @Test
  void argumentsOfAQuorumQueueWork() {
    String name = declared(q -> q.quorum().deliveryLimit(7).queue().singleActiveConsumer(true));

    Map<String, Object> arguments = management.queueInfo(name).arguments();

    assertThat(number(arguments, "x-delivery-limit")).isEqualTo(7);
    assertThat(arguments).containsEntry("x-single-active-consumer", true);
  }

  @Test
  void messagesAndConsumersAreCounted() throws Exception {
    String name = declared();
    fill(name, "a", "b", "c");
    awaitReady(name, 3);

    assertThat(management.queueInfo(name).messageCount()).isEqualTo(3);
    inbox(name);
    Awaitility.await().until(() -> management.queueInfo(name).consumerCount() == 1);
  }

  @Test
  void declaringAgainIsNoError() {
    String name = declared(q -> q.quorum().queue());

    assertThat(management.queue(name).quorum().queue().declare().name()).isEqualTo(name);
  }

  @Test
  void declaringOtherwiseIsAnError() {
    String name = declared(q -> q.autoDelete(false));

    assertThatThrownBy(() -> management.queue(name).autoDelete(true).declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("auto_delete");
    assertThat(management.queueInfo(name).autoDelete()).isFalse();
  }

  @Test
  void aBadArgumentIsAnError() {
    assertThatThrownBy(() -> management.queue(name()).argument("x-max-length", -1).declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("x-max-length");
  }

  @Test
  void aReservedNameIsAnError() {
    assertThatThrownBy(() -> management.queue("amq." + name()).declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("amq.");
  }

  @Test
  void aQueueThatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> management.queueInfo(name()))
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void aQueueIsDeleted() {
    String name = declared();

    management.queueDelete(name);

    assertThatThrownBy(() -> management.queueInfo(name))
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    management.queueDelete(name());
    management.exchangeDelete(name());
  }

  @Test
  void purgingTellsHowManyThereWere() throws Exception {
    String name = declared();
    fill(name, "a", "b");
    awaitReady(name, 2);

    assertThat(management.queuePurge(name).messageCount()).isEqualTo(2);
    assertThat(management.queuePurge(name).messageCount()).isZero();
    assertThat(management.queueInfo(name).messageCount()).isZero();
  }

  @Test
  void anExclusiveQueueIsItsConnectionsAndEndsWithIt() {
    Connection other = connect(c -> c);
    String name = other.management().queue(name()).exclusive(true).declare().name();

    assertThatThrownBy(() -> inbox(name)).isInstanceOf(AmqpException.class);
    other.close();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> management.queueInfo(name))
                    .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class));
  }

  @Test
  void anAutoDeleteQueueEndsWithItsLastConsumer() {
    String name = declared(q -> q.autoDelete(true));
    Inbox first = inbox(name);
    Inbox second = inbox(name);

    first.close();
    assertThat(management.queueInfo(name).autoDelete()).isTrue();
    second.close();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> management.queueInfo(name))
                    .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class));
  }

  @ParameterizedTest
  @EnumSource
  void anExchangeOfEachTypeRoutes(ExchangeType type) throws Exception {
    String exchange = exchange(type);
    String queue = declared();
    management
        .binding()
        .sourceExchange(exchange)
        .destinationQueue(queue)
        .key("a.key")
        .argument("x-match", "all")
        .argument("kind", "mine")
        .bind();
    var publisher = closing(amqp.publisherBuilder().exchange(exchange).key("a.key").build());

    Status status = publish(publisher, publisher.message().property("kind", "mine"));

    assertThat(status).isEqualTo(Status.ACCEPTED);
    assertThat(inbox(queue).next().message().property("kind")).isEqualTo("mine");
  }

  private String exchange(ExchangeType type) {
    String name = name();
    deleteExchangeAfterwards(name);
    management.exchange(name).type(type).declare();
    return name;
  }

  @Test
  void anExchangeDeclaredOtherwiseIsAnError() {
    String exchange = exchange(ExchangeType.TOPIC);

    management.exchange(exchange).type(ExchangeType.TOPIC).declare();
    assertThatThrownBy(() -> management.exchange(exchange).type(ExchangeType.FANOUT).declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("type");
  }

  @Test
  void anExchangeTypeThatIsUnknownIsAnError() {
    assertThatThrownBy(() -> management.exchange(name()).type("no-such-type").declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("no-such-type");
  }

  @Test
  void exchangesAreBoundToExchanges() throws Exception {
    String source = exchange(ExchangeType.TOPIC);
    String destination = exchange(ExchangeType.FANOUT);
    String queue = declared();
    management
        .binding()
        .sourceExchange(source)
        .destinationExchange(destination)
        .key("some.*")
        .bind();
    management.binding().sourceExchange(destination).destinationQueue(queue).bind();
    var publisher = closing(amqp.publisherBuilder().exchange(source).key("some.key").build());

    assertThat(publish(publisher, "m")).isEqualTo(Status.ACCEPTED);

    assertThat(inbox(queue).accept()).isEqualTo("m");
    management
        .unbind()
        .sourceExchange(source)
        .destinationExchange(destination)
        .key("some.*")
        .unbind();
    assertThat(publish(publisher, "m")).isEqualTo(Status.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "a/b", "sp ace", "p%25", "k=v;w", "\u00f6", "q?x=1&y"})
  void aBindingOfAnyKeyIsMadeAndUnmade(String key) throws Exception {
    String exchange = exchange(ExchangeType.DIRECT);
    String queue = declared();
    var publisher = closing(amqp.publisherBuilder().exchange(exchange).key(key).build());

    management.binding().sourceExchange(exchange).destinationQueue(queue).key(key).bind();
    assertThat(publish(publisher, "m")).isEqualTo(Status.ACCEPTED);

    management.unbind().sourceExchange(exchange).destinationQueue(queue).key(key).unbind();
    assertThat(publish(publisher, "m")).isEqualTo(Status.RELEASED);
  }

  @Test
  void aBindingWithArgumentsIsUnmadeByThem() throws Exception {
    String exchange = exchange(ExchangeType.HEADERS);
    String queue = declared();
    Map<String, Object> first = Map.of("x-match", "all", "kind", "first", "size", 1);
    Map<String, Object> second = Map.of("x-match", "all", "kind", "second", "size", 2);
    for (Map<String, Object> arguments : List.of(first, second)) {
      management
          .binding()
          .sourceExchange(exchange)
          .destinationQueue(queue)
          .arguments(arguments)
          .bind();
    }
    var publisher = closing(amqp.publisherBuilder().exchange(exchange).build());

    management.unbind().sourceExchange(exchange).destinationQueue(queue).arguments(first).unbind();

    assertThat(
            publish(publisher, publisher.message().property("kind", "first").property("size", 1)))
        .isEqualTo(Status.RELEASED);
    assertThat(
            publish(publisher, publisher.message().property("kind", "second").property("size", 2)))
        .isEqualTo(Status.ACCEPTED);
  }

  @Test
  void bindingToWhatIsNotThereIsAnError() {
    String queue = declared();

    assertThatThrownBy(
            () ->
                management.binding().sourceExchange(name()).destinationQueue(queue).key("k").bind())
        .isInstanceOf(AmqpException.class);
  }

  @Test
  void aDeletedExchangeIsGone() {
    String exchange = exchange(ExchangeType.DIRECT);

    management.exchangeDelete(exchange);

    assertThatThrownBy(() -> amqp.publisherBuilder().exchange(exchange).build())
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void managementMayBeClosedAndOpenedAgain() {
    String name = declared();
    management.close();

    assertThat(connect(c -> c).management().queueInfo(name).name()).isEqualTo(name);
  }

  @Test
  void whatAUserMayNotConfigureIsRefused() {
    Connection limited = connect(c -> c.username("limited").password("limited"));

    assertThatThrownBy(() -> limited.management().queue(name()).declare())
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("refused");
  }
}
