package io.warrenmq.server.clients.amqp10.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.Consumer.BatchContext;
import com.rabbitmq.client.amqp.Consumer.Context;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Consumers: how messages are settled, their credit, and who gets what. */
class ConsumingIT extends RabbitTest {
  private String deadLettering(DeadLetters dead) {
    return declared(
        q -> q.quorum().queue().deadLetterExchange("").deadLetterRoutingKey(dead.queue()));
  }

  @Test
  void whatIsAcceptedIsGone() throws Exception {
    String queue = declared();
    fill(queue, "a", "b");
    Inbox inbox = inbox(queue);

    assertThat(List.of(inbox.accept(), inbox.accept())).containsExactly("a", "b");

    Awaitility.await().until(() -> inbox.consumer().unsettledMessageCount() == 0);
    inbox.close();
    awaitReady(queue, 0);
  }

  @Test
  void whatIsDiscardedIsDeadLettered() throws Exception {
    DeadLetters dead = deadLetters();
    String queue = deadLettering(dead);
    fill(queue, "m");

    inbox(queue).next().context().discard();

    Message letter = inbox(dead.queue()).next().message();
    assertThat(letter.annotation("x-first-death-queue")).isEqualTo(queue);
    assertThat(letter.annotation("x-first-death-reason")).isEqualTo("rejected");
    assertThat(letter.annotation("x-last-death-reason")).isEqualTo("rejected");
    assertThat((Map<?, ?>[]) letter.annotation("x-opt-deaths")).hasSize(1);
  }

  @Test
  void aDiscardMayAddAnnotations() throws Exception {
    DeadLetters dead = deadLetters();
    String queue = deadLettering(dead);
    fill(queue, "m");

    inbox(queue).next().context().discard(Map.of("x-opt-why", "broken"));

    assertThat(inbox(dead.queue()).next().message().annotation("x-opt-why")).isEqualTo("broken");
  }

  @Test
  void whatIsRequeuedComesAgain() throws Exception {
    String queue = declared(q -> q.quorum().queue());
    fill(queue, "m");
    Inbox inbox = inbox(queue);

    Received first = inbox.next();
    assertThat(first.message().annotation("x-delivery-count")).isNull();
    first.context().requeue();

    assertThat(inbox.accept()).isEqualTo("m");
  }

  @Test
  void aRequeueMayAddAnnotations() throws Exception {
    String queue = declared(q -> q.quorum().queue());
    fill(queue, "m");
    Inbox inbox = inbox(queue);

    inbox.next().context().requeue(Map.of("x-opt-try", 1L, "x-opt-why", "busy"));

    Message again = inbox.next().message();
    assertThat(again.annotation("x-opt-try")).isEqualTo(1L);
    assertThat(again.annotation("x-opt-why")).isEqualTo("busy");
  }

  @Test
  void aBatchIsSettledAtOnce() throws Exception {
    String queue = declared();
    fill(queue, "a", "b", "c", "d");
    Inbox inbox = inbox(queue);
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      contexts.add(inbox.next().context());
    }
    BatchContext batch = contexts.get(0).batch(3);
    for (Context context : contexts.subList(0, 3)) {
      batch.add(context);
    }
    assertThat(batch.size()).isEqualTo(3);

    batch.accept();

    Awaitility.await().until(() -> inbox.consumer().unsettledMessageCount() == 1);
    inbox.close();
    assertThat(inbox(queue).accept()).isEqualTo("d");
  }

  @Test
  void aBatchMayBeDiscarded() throws Exception {
    DeadLetters dead = deadLetters();
    String queue = deadLettering(dead);
    fill(queue, "a", "b");
    Inbox inbox = inbox(queue);
    Context first = inbox.next().context();
    BatchContext batch = first.batch(2);
    batch.add(first);
    batch.add(inbox.next().context());

    batch.discard();

    Inbox letters = inbox(dead.queue());
    assertThat(List.of(letters.accept(), letters.accept())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void noMoreIsUnsettledThanThereAreCredits() throws Exception {
    String queue = declared();
    fill(queue, "a", "b", "c", "d", "e");
    Inbox inbox = inbox(queue, b -> b.initialCredits(2));
    Received first = inbox.next();
    Received second = inbox.next();
    // The other consumer gets the others: the first has no credit for them.
    Inbox other = inbox(queue);
    assertThat(List.of(other.accept(), other.accept(), other.accept()))
        .containsExactly("c", "d", "e");
    other.close();
    assertThat(inbox.waiting()).isZero();

    first.context().accept();
    second.context().accept();
    fill(queue, "f");

    assertThat(inbox.accept()).isEqualTo("f");
  }

  @Test
  void aPausedConsumerGetsNothingUntilItGoesOn() throws Exception {
    String queue = declared();
    Inbox inbox = inbox(queue, b -> b.initialCredits(10));
    fill(queue, "before");
    assertThat(inbox.accept()).isEqualTo("before");

    inbox.consumer().pause();
    fill(queue, "meanwhile");
    awaitReady(queue, 1);
    assertThat(inbox.waiting()).isZero();
    inbox.consumer().unpause();

    assertThat(inbox.accept()).isEqualTo("meanwhile");
  }

  @Test
  void whatIsUnsettledComesToOthersWhenTheConsumerCloses() throws Exception {
    String queue = declared();
    fill(queue, "a", "b");
    Inbox inbox = inbox(queue);
    inbox.next();
    inbox.next();
    assertThat(inbox.consumer().unsettledMessageCount()).isEqualTo(2);

    inbox.close();

    Inbox other = inbox(queue);
    assertThat(List.of(other.accept(), other.accept())).containsExactly("a", "b");
  }

  @Test
  void theConsumerOfTheHigherPriorityIsServedFirst() throws Exception {
    String queue = declared(q -> q.quorum().queue());
    Inbox low = inbox(queue, b -> b.priority(1));
    Inbox high = inbox(queue, b -> b.priority(5));

    fill(queue, "a", "b");

    assertThat(List.of(high.accept(), high.accept())).containsExactly("a", "b");
    assertThat(low.waiting()).isZero();
  }

  @Test
  void oneActiveConsumerGetsAllUntilItGoes() throws Exception {
    String queue = declared(q -> q.quorum().queue().singleActiveConsumer(true));
    Inbox first = inbox(queue);
    Inbox second = inbox(queue);
    fill(queue, "a", "b");
    assertThat(List.of(first.accept(), first.accept())).containsExactly("a", "b");
    assertThat(second.waiting()).isZero();

    first.close();
    fill(queue, "c");

    assertThat(second.accept()).isEqualTo("c");
  }

  @Test
  void aQueueThatDoesNotExistIsToldOf() {
    assertThatThrownBy(() -> inbox(name()))
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void consumersOfAQueueThatIsDeletedAreClosed() throws Exception {
    String queue = declared();
    CompletableFuture<Throwable> closed = new CompletableFuture<>();
    inbox(
        queue,
        b ->
            b.listeners(
                context -> {
                  if (context.currentState() == Resource.State.CLOSED) {
                    closed.complete(context.failureCause());
                  }
                }));

    management.queueDelete(queue);

    assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void aMessageThatExpiresIsDeadLettered() throws Exception {
    DeadLetters dead = deadLetters();
    String queue =
        declared(
            q ->
                q.messageTtl(Duration.ofMillis(1))
                    .deadLetterExchange("")
                    .deadLetterRoutingKey(dead.queue()));
    fill(queue, "m");

    Message letter = inbox(dead.queue()).next().message();

    assertThat(letter.annotation("x-first-death-reason")).isEqualTo("expired");
    Map<String, Object> death = new HashMap<>();
    ((Map<?, ?>[]) letter.annotation("x-opt-deaths"))
        [0].forEach((key, value) -> death.put(key.toString(), value));
    assertThat(death.get("queue")).isEqualTo(queue);
    assertThat(death.get("reason")).hasToString("expired");
    assertThat(death.get("exchange")).isEqualTo("");
    assertThat(death.get("count")).hasToString("1");
    assertThat(death.get("routing-keys")).isEqualTo(new String[] {queue});
  }

  @Test
  void aMessageThatComesTooOftenIsDeadLettered() throws Exception {
    DeadLetters dead = deadLetters();
    String queue =
        declared(
            q ->
                q.quorum()
                    .deliveryLimit(2)
                    .queue()
                    .deadLetterExchange("")
                    .deadLetterRoutingKey(dead.queue()));
    fill(queue, "m");
    Inbox inbox = inbox(queue);
    for (int i = 0; i < 3; i++) {
      inbox.next().context().requeue(Map.of("x-opt-try", i), true);
    }

    assertThat(inbox(dead.queue()).next().message().annotation("x-first-death-reason"))
        .isEqualTo("delivery_limit");
  }

  @Test
  void aMessageOfAmqp091IsOneDataSection() throws Exception {
    String queue = declared();
    publish("", queue, headers(Map.of("colour", "red", "x-own", "kept")), "m");

    Received received = inbox(queue).next();

    assertThat(received.text()).isEqualTo("m");
    assertThat(received.message().property("colour")).isEqualTo("red");
    assertThat(received.message().annotation("x-own")).isEqualTo("kept");
    assertThat(received.message().annotation("x-routing-key")).isEqualTo(queue);
  }
}
