package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending to queues and receiving from them. */
class QueuesIT extends JmsTest {
  /** Tells what became of one message. */
  private static final class Completion extends CompletableFuture<Message>
      implements CompletionListener {
    @Override
    public void onCompletion(Message message) {
      complete(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
      completeExceptionally(exception);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
  void messagesKeepTheirOrder(int mode) throws Exception {
    JMSContext context = context();
    Queue queue = jmsQueue();
    List<String> texts = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
    for (String text : texts) {
      context.createProducer().setDeliveryMode(mode).send(queue, text);
    }

    assertThat(receiveTexts(context.createConsumer(queue), texts.size())).isEqualTo(texts);
  }

  @Test
  void aListenerIsCalledForEachMessage() throws Exception {
    JMSContext context = context();
    Queue queue = jmsQueue();
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    context
        .createConsumer(queue)
        .setMessageListener(
            message -> {
              try {
                texts.add(message.getBody(String.class));
              } catch (Exception e) {
                texts.add(e.toString());
              }
            });

    JMSContext sender = context();
    send(sender, queue, "a", "b", "c");

    for (String text : List.of("a", "b", "c")) {
      assertThat(texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(text);
    }
  }

  @Test
  void sendsAreCompletedInTheirOrder() throws Exception {
    JMSContext context = context();
    Queue queue = jmsQueue();
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Completion completion = new Completion();
      completions.add(completion);
      context.createProducer().setAsync(completion).send(queue, "m" + i);
    }

    for (Completion completion : completions) {
      completion.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(receiveTexts(context.createConsumer(queue), 50)).startsWith("m0").endsWith("m49");
  }

  @Test
  void anEmptyQueueGivesNothing() throws Exception {
    JMSContext context = context();
    JMSConsumer consumer = context.createConsumer(jmsQueue());

    assertThat(consumer.receiveNoWait()).isNull();
    assertThat(consumer.receive(50)).isNull();
  }

  @Test
  void aConsumerWithoutPrefetchTakesOneAtATime() throws Exception {
    Queue queue = jmsQueue();
    JMSContext careful = context("?jms.prefetchPolicy.all=0", JMSContext.AUTO_ACKNOWLEDGE);
    send(careful, queue, "a", "b", "c");
    JMSConsumer consumer = careful.createConsumer(queue);

    assertThat(receiveText(consumer)).isEqualTo("a");
    JMSContext other = context("?jms.prefetchPolicy.all=0", JMSContext.AUTO_ACKNOWLEDGE);
    assertThat(receiveText(other.createConsumer(queue))).isEqualTo("b");
    assertThat(receiveText(consumer)).isEqualTo("c");
    assertThat(consumer.receiveNoWait()).isNull();
  }

  @Test
  void whatAConsumerPrefetchedComesToOthersWhenItCloses() throws Exception {
    Queue queue = jmsQueue();
    JMSContext context = context();
    send(context, queue, "a", "b", "c");
    JMSConsumer first = context.createConsumer(queue);
    assertThat(receiveText(first)).isEqualTo("a");

    first.close();

    assertThat(receiveTexts(context().createConsumer(queue), 2)).containsExactly("b", "c");
  }

  @Test
  void consumersShareAQueue() throws Exception {
    Queue queue = jmsQueue();
    JMSContext context = context("?jms.prefetchPolicy.all=1", JMSContext.AUTO_ACKNOWLEDGE);
    JMSConsumer one = context.createConsumer(queue);
    JMSConsumer two = context().createConsumer(queue);
    send(context(), queue, "a", "b");

    assertThat(List.of(receiveText(one), receiveText(two))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aProducerTellsThatNoQueueTookItsMessage() throws Exception {
    JMSContext context = context();
    Queue nowhere = context.createQueue(address("amq.direct", name()));

    assertThatThrownBy(() -> context.createProducer().send(nowhere, "m"))
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("released");
  }

  @Test
  void aProducerTellsThatAFullQueueRejectedItsMessage() throws Exception {
    String full = sharedQueue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
    JMSContext context = context();

    assertThatThrownBy(() -> context.createProducer().send(jmsQueue(full), "m"))
        .isInstanceOf(JMSRuntimeException.class);
    assertThat(readyIn(full)).isZero();
  }

  @Test
  void aCompletionTellsThatAMessageWasRejected() throws Exception {
    String full = sharedQueue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
    JMSContext context = context();
    Completion completion = new Completion();

    context.createProducer().setAsync(completion).send(jmsQueue(full), "m");

    assertThat(completion)
        .failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(JMSException.class);
  }

  /** RabbitMQ 4.0 ends the session, and Qpid JMS waits in vain for an answer to its attach. */
  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void aQueueThatDoesNotExistIsAnInvalidDestination() {
    JMSContext context = context();

    assertThatThrownBy(() -> context.createConsumer(jmsQueue(name())))
        .isInstanceOf(InvalidDestinationRuntimeException.class);
  }

  @Test
  void onePlaceIsNotLikeAnotherForAnAnonymousProducer() throws Exception {
    JMSContext context = context();
    Queue one = jmsQueue();
    Queue two = jmsQueue();
    JMSProducer anywhere = context.createProducer();

    anywhere.send(one, "one").send(two, "two");

    assertThat(receiveText(context.createConsumer(one))).isEqualTo("one");
    assertThat(receiveText(context.createConsumer(two))).isEqualTo("two");
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    JMSContext client = context();
    JMSContext server = context();
    Queue requests = jmsQueue();
    Queue answers = jmsQueue();
    server
        .createConsumer(requests)
        .setMessageListener(
            request -> {
              try {
                TextMessage answer = server.createTextMessage(request.getBody(String.class) + "!");
                answer.setJMSCorrelationID(request.getJMSMessageID());
                server.createProducer().send(request.getJMSReplyTo(), answer);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    TextMessage request = client.createTextMessage("well");
    request.setJMSReplyTo(answers);
    client.createProducer().send(requests, request);

    Message answer = receive(client.createConsumer(answers));
    assertThat(answer.getBody(String.class)).isEqualTo("well!");
    assertThat(answer.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
  }
}
