package io.warrenmq.server.clients.amqp10.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Requester;
import com.rabbitmq.client.amqp.RequesterBuilder;
import com.rabbitmq.client.amqp.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests and their answers. */
class RequestsIT extends RabbitTest {
  private final BlockingQueue<Message> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Responder.Context> contexts = new LinkedBlockingQueue<>();
  private String requests;

  @BeforeEach
  void answer() {
    requests = declared();
    Connection server = connect(c -> c);
    closing(
        server
            .responderBuilder()
            .requestQueue(requests)
            .handler(
                (context, request) -> {
                  asked.add(request);
                  contexts.add(context);
                  return context.message(bytes(text(request) + "!"));
                })
            .build());
  }

  private static String text(Message message) {
    return new String(message.body(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private RequesterBuilder requester() {
    return amqp.requesterBuilder().requestAddress().queue(requests).requester();
  }

  private static String ask(Requester requester, String question) throws Exception {
    Message request = requester.message(bytes(question));
    return text(requester.publish(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    try (Requester requester = requester().build()) {
      assertThat(ask(requester, "well")).isEqualTo("well!");
    }
  }

  @Test
  void answersMayHaveAQueueThatIsNamed() throws Exception {
    String answers = declared();

    try (Requester requester = requester().replyToQueue(answers).build()) {
      assertThat(ask(requester, "well")).isEqualTo("well!");
    }
  }

  @Test
  void manyRequestsGetTheirOwnAnswers() throws Exception {
    try (Requester requester = requester().build()) {
      List<CompletableFuture<Message>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(requester.publish(requester.message(bytes(Integer.toString(i)))));
      }
      for (int i = 0; i < 100; i++) {
        Message answer = answers.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(text(answer)).isEqualTo(i + "!");
      }
    }
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void answersComePastAllQueuesAsLongAsTheRequesterIsThere() throws Exception {
    Requester requester = requester().build();
    ask(requester, "well");
    Message request = asked.take();
    assertThat(request.replyTo()).startsWith("/queues/amq.rabbitmq.reply-to.");
    Responder.Context responder = contexts.take();
    assertThat(responder.isRequesterAlive(request)).isTrue();

    requester.close();

    assertThat(responder.isRequesterAlive(request)).isFalse();
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void aRequestIsAnsweredByAmqp091() throws Exception {
    String questions = declared();
    var inbox = consume(channel, questions, true);
    try (Requester requester =
        amqp.requesterBuilder().requestAddress().queue(questions).requester().build()) {
      CompletableFuture<Message> answer = requester.publish(requester.message(bytes("well")));
      BasicProperties asking = inbox.next().getProperties();
      assertThat(asking.getReplyTo()).startsWith("amq.rabbitmq.reply-to.");

      channel.basicPublish(
          "",
          asking.getReplyTo(),
          true,
          new BasicProperties.Builder().correlationId(asking.getMessageId()).build(),
          bytes("well!"));

      assertThat(text(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS))).isEqualTo("well!");
    }
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void anAnswerOfAmqp091ToARequesterThatHasGoneComesBack() throws Exception {
    Requester requester = requester().build();
    ask(requester, "well");
    String address = asked.take().replyTo().substring("/queues/".length());
    requester.close();
    CompletableFuture<String> returned = new CompletableFuture<>();
    channel.addReturnListener(back -> returned.complete(back.getReplyText()));

    channel.basicPublish("", address, true, null, bytes("late"));

    assertThat(returned.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("NO_ROUTE");
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void aRequestOfAmqp091IsAnswered() throws Exception {
    var answers = consume(channel, "amq.rabbitmq.reply-to", true);

    channel.basicPublish(
        "",
        requests,
        new BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").messageId("7").build(),
        bytes("well"));

    Delivery answer = answers.next();
    assertThat(new String(answer.getBody(), UTF_8)).isEqualTo("well!");
    assertThat(answer.getProperties().getCorrelationId()).isEqualTo("7");
  }
}
