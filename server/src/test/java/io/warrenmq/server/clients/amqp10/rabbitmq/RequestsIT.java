package io.warrenmq.server.clients.amqp10.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Requester;
import com.rabbitmq.client.amqp.RequesterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and their answers. */
class RequestsIT extends RabbitTest {
  private String requests;

  @BeforeEach
  void answer() {
    requests = declared();
    Connection server = connect(c -> c);
    closing(
        server
            .responderBuilder()
            .requestQueue(requests)
            .handler((context, request) -> context.message((text(request) + "!").getBytes(UTF_8)))
            .build());
  }

  private static String text(Message message) {
    return new String(message.body(), UTF_8);
  }

  private RequesterBuilder requester() {
    return amqp.requesterBuilder().requestAddress().queue(requests).requester();
  }

  private static String ask(Requester requester, String question) throws Exception {
    Message request = requester.message(question.getBytes(UTF_8));
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
        answers.add(requester.publish(requester.message(Integer.toString(i).getBytes(UTF_8))));
      }
      for (int i = 0; i < 100; i++) {
        Message answer = answers.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(text(answer)).isEqualTo(i + "!");
      }
    }
  }
}
