package io.warrenmq.server.clients.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/** Spring AMQP as applications use it. */
class SpringAmqpIT extends SpringTest {
  @Test
  void sendsAndReceives() {
    String queue = queue();

    template.convertAndSend(queue, "hello");

    assertThat(template.receiveAndConvert(queue)).isEqualTo("hello");
  }

  @Test
  void sendsPersistentMessagesWithHeaders() {
    String queue = queue();

    template.convertAndSend(
        queue,
        (Object) "hello",
        m -> {
          m.getMessageProperties().setHeader("h", "v");
          return m;
        });

    Message received = template.receive(queue);
    assertThat(received.getMessageProperties().getReceivedDeliveryMode())
        .isEqualTo(MessageDeliveryMode.PERSISTENT);
    assertThat(received.getMessageProperties().getHeaders()).containsEntry("h", "v");
  }

  @Test
  void adminTellsCounts() {
    String queue = queue();
    template.convertAndSend(queue, "1");
    template.convertAndSend(queue, "2");

    Awaitility.await()
        .untilAsserted(
            () -> {
              Properties properties = admin.getQueueProperties(queue);
              assertThat(properties.get(RabbitAdmin.QUEUE_MESSAGE_COUNT)).isEqualTo(2L);
              assertThat(properties.get(RabbitAdmin.QUEUE_CONSUMER_COUNT)).isEqualTo(0);
            });
  }

  @Test
  void adminKnowsNoMissingQueue() {
    assertThat(admin.getQueueProperties("missing")).isNull();
  }

  @Test
  void adminDeclaresTopologies() {
    Queue queue = new Queue("spring-" + UUID.randomUUID());
    declare(queue);
    TopicExchange exchange = new TopicExchange("spring-" + UUID.randomUUID(), false, true);
    admin.declareExchange(exchange);
    admin.declareBinding(BindingBuilder.bind(queue).to(exchange).with("orders.#"));

    template.convertAndSend(exchange.getName(), "orders.new", "order");

    assertThat(template.receiveAndConvert(queue.getName())).isEqualTo("order");
  }

  @Test
  void adminMeetsAnInequivalentQueue() {
    String queue = queue();

    Throwable refused =
        catchThrowable(() -> admin.declareQueue(QueueBuilder.durable(queue).ttl(1000).build()));

    assertThat(refused)
        .isInstanceOf(AmqpIOException.class)
        .hasStackTraceContaining("inequivalent arg 'x-message-ttl' for queue '" + queue + "'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void containersListen(boolean direct) throws Exception {
    String queue = queue();
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    listen(direct, queue, m -> received.add(new String(m.getBody(), UTF_8)));

    template.convertAndSend(queue, "hello");

    assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void containersTryAgainAfterAFailure(boolean direct) {
    String queue = queue();
    AtomicInteger tries = new AtomicInteger();
    AtomicInteger redelivered = new AtomicInteger();
    listen(
        direct,
        queue,
        m -> {
          if (m.getMessageProperties().isRedelivered()) {
            redelivered.incrementAndGet();
          }
          if (tries.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
        });

    template.convertAndSend(queue, "hello");

    Awaitility.await().until(tries::get, t -> t == 3);
    assertThat(redelivered).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void containersGiveUpIntoADeadLetterQueue(boolean direct) {
    String dead = queue();
    String queue =
        declare(
            QueueBuilder.durable("spring-" + UUID.randomUUID())
                .deadLetterExchange("")
                .deadLetterRoutingKey(dead)
                .build());
    MessageListener refusing =
        m -> {
          throw new AmqpRejectAndDontRequeueException("never");
        };
    listen(direct, queue, refusing);

    template.convertAndSend(queue, "hello");

    Message letter = template.receive(dead);
    assertThat(letter).isNotNull();
    assertThat(letter.getMessageProperties().getXDeathHeader())
        .singleElement()
        .satisfies(d -> assertThat(d.get("reason")).isEqualTo("rejected"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void containersStopAndLeaveTheRest(boolean direct) {
    String queue = queue();
    var container = listen(direct, queue, m -> {});

    container.stop();
    template.convertAndSend(queue, "rest");

    assertThat(template.receiveAndConvert(queue)).isEqualTo("rest");
  }

  @Test
  void asksByDirectReplyTo() {
    String queue = queue();
    listen(
        true,
        queue,
        m ->
            template.send(
                "",
                m.getMessageProperties().getReplyTo(),
                new Message(
                    ("re: " + new String(m.getBody(), UTF_8)).getBytes(UTF_8),
                    m.getMessageProperties())));

    Object answer = template.convertSendAndReceive(queue, "question");

    assertThat(answer).isEqualTo("re: question");
  }

  @Test
  void confirmsByCorrelation() throws Exception {
    CorrelationData correlation = new CorrelationData("c1");

    template.convertAndSend("", queue(), "m", correlation);

    assertThat(correlation.getFuture().get(20, TimeUnit.SECONDS).ack()).isTrue();
  }

  @Test
  void returnsWithTheConfirm() throws Exception {
    template.setMandatory(true);
    CorrelationData correlation = new CorrelationData("c2");

    template.convertAndSend("amq.direct", "nobody", "m", correlation);

    assertThat(correlation.getFuture().get(20, TimeUnit.SECONDS).ack()).isTrue();
    ReturnedMessage returned = correlation.getReturned();
    assertThat(returned).isNotNull();
    assertThat(returned.getReplyCode()).isEqualTo(312);
    assertThat(returned.getReplyText()).isEqualTo("NO_ROUTE");
  }

  @Test
  void refusesWithTheNackOfAFullQueue() throws Exception {
    String queue =
        declare(
            QueueBuilder.durable("spring-" + UUID.randomUUID())
                .maxLength(0L)
                .overflow(QueueBuilder.Overflow.rejectPublish)
                .build());
    CorrelationData correlation = new CorrelationData("c3");

    template.convertAndSend("", queue, "m", correlation);

    assertThat(correlation.getFuture().get(20, TimeUnit.SECONDS).ack()).isFalse();
  }

  @Test
  void recoversFromAChannelThatTheBrokerClosed() {
    String queue = queue();
    template.convertAndSend("no-such-exchange", "k", "lost");

    template.convertAndSend(queue, "after");

    assertThat(template.receiveAndConvert(queue)).isEqualTo("after");
  }
}
