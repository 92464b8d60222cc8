package io.warrenmq.server.clients.amqp10.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.Management.OverflowStrategy;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.Publisher.Status;
import com.rabbitmq.client.amqp.Resource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishers: what becomes of messages, what is in them, and where they go. */
class PublishingIT extends RabbitTest {
  @Test
  void aMessageThatAQueueTakesIsAccepted() throws Exception {
    String queue = declared();

    assertThat(publish(publisher(queue), "m")).isEqualTo(Status.ACCEPTED);
    assertThat(inbox(queue).accept()).isEqualTo("m");
  }

  @Test
  void aMessageThatNoQueueTakesIsReleased() throws Exception {
    Publisher publisher =
        closing(amqp.publisherBuilder().exchange("amq.direct").key(name()).build());

    assertThat(publish(publisher, "m")).isEqualTo(Status.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMessageThatAFullQueueRefusesIsRejected(boolean quorum) throws Exception {
    String queue =
        declared(
            q ->
                (quorum ? q.quorum().queue() : q.classic().queue())
                    .maxLength(1)
                    .overflowStrategy(OverflowStrategy.REJECT_PUBLISH));
    Publisher publisher = publisher(queue);
    // A quorum queue begins to reject a little later than its length says.
    int sent = 0;
    while (publish(publisher, "m" + sent) == Status.ACCEPTED) {
      sent++;
      assertThat(sent).isLessThan(20);
    }

    assertThat(inbox(queue).accept()).isEqualTo("m0");
  }

  @Test
  void manyMessagesUnderWayAreEachConfirmed() throws Exception {
    String queue = declared(q -> q.quorum().queue());
    Publisher publisher = publisher(queue);
    int count = 2000;
    CountDownLatch accepted = new CountDownLatch(count);
    Queue<Status> others = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < count; i++) {
      Message message = publisher.message(Integer.toString(i).getBytes(UTF_8));
      publisher.publish(
          message,
          context -> {
            if (context.status() == Status.ACCEPTED) {
              accepted.countDown();
            } else {
              others.add(context.status());
            }
          });
    }

    assertThat(accepted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(others).isEmpty();
    Inbox inbox = inbox(queue);
    List<String> expected = new ArrayList<>();
    List<String> got = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add(Integer.toString(i));
      got.add(inbox.accept());
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void propertiesArriveAsTheyWereSent() throws Exception {
    String queue = declared();
    Publisher publisher = publisher(queue);
    UUID uuid = UUID.randomUUID();
    Message sent =
        publisher
            .message("m".getBytes(UTF_8))
            .messageId(uuid)
            .correlationId("correlation")
            .userId("guest".getBytes(UTF_8))
            .to("/queues/elsewhere")
            .subject("subject")
            .replyTo("/queues/answers")
            .contentType("text/plain")
            .contentEncoding("gzip")
            .creationTime(1_700_000_000_123L)
            .absoluteExpiryTime(4_102_444_800_000L)
            .groupId("group")
            .groupSequence(7)
            .replyToGroupId("answers")
            .priority((byte) 3)
            .ttl(Duration.ofMinutes(1))
            .durable(true);

    assertThat(publish(publisher, sent)).isEqualTo(Status.ACCEPTED);

    Message received = inbox(queue).next().message();
    assertThat(received.messageIdAsUuid()).isEqualTo(uuid);
    assertThat(received.correlationIdAsString()).isEqualTo("correlation");
    assertThat(received.userId()).isEqualTo("guest".getBytes(UTF_8));
    assertThat(received.to()).isEqualTo("/queues/elsewhere");
    assertThat(received.subject()).isEqualTo("subject");
    assertThat(received.replyTo()).isEqualTo("/queues/answers");
    assertThat(received.contentType()).isEqualTo("text/plain");
    assertThat(received.contentEncoding()).isEqualTo("gzip");
    assertThat(received.creationTime()).isEqualTo(1_700_000_000_123L);
    assertThat(received.absoluteExpiryTime()).isEqualTo(4_102_444_800_000L);
    assertThat(received.groupId()).isEqualTo("group");
    assertThat(received.groupSequence()).isEqualTo(7);
    assertThat(received.replyToGroupId()).isEqualTo("answers");
    assertThat(received.priority()).isEqualTo((byte) 3);
    assertThat(received.durable()).isTrue();
  }

  @Test
  void applicationPropertiesAndAnnotationsArriveByTheirTypes() throws Exception {
    String queue = declared();
    Publisher publisher = publisher(queue);
    UUID uuid = UUID.randomUUID();
    Message sent =
        publisher
            .message("m".getBytes(UTF_8))
            .property("boolean", true)
            .property("byte", (byte) -1)
            .property("short", (short) -300)
            .property("int", -70_000)
            .property("long", Long.MIN_VALUE)
            .propertyUnsigned("ubyte", (byte) -1)
            .propertyUnsigned("ulong", -1L)
            .property("float", 1.5f)
            .property("double", 0.1)
            .propertyDecimal32("decimal32", new BigDecimal("12.5"))
            .property("char", '\u00f6')
            .propertyTimestamp("timestamp", 1_700_000_000_123L)
            .property("uuid", uuid)
            .property("binary", new byte[] {0, 1})
            .property("string", "w\u00f6rt")
            .propertySymbol("symbol", "symbol")
            .annotation("x-opt-annotation", "annotated");

    publish(publisher, sent);

    Message received = inbox(queue).next().message();
    assertThat(received.property("boolean")).isEqualTo(true);
    assertThat(received.property("byte")).isEqualTo((byte) -1);
    assertThat(received.property("short")).isEqualTo((short) -300);
    assertThat(received.property("int")).isEqualTo(-70_000);
    assertThat(received.property("long")).isEqualTo(Long.MIN_VALUE);
    assertThat(received.property("ubyte")).hasToString("255");
    assertThat(received.property("ulong")).hasToString("18446744073709551615");
    assertThat(received.property("float")).isEqualTo(1.5f);
    assertThat(received.property("double")).isEqualTo(0.1);
    assertThat(received.property("char")).isEqualTo('\u00f6');
    assertThat(received.property("uuid")).isEqualTo(uuid);
    assertThat(received.property("binary")).isEqualTo(new byte[] {0, 1});
    assertThat(received.property("string")).isEqualTo("w\u00f6rt");
    assertThat(received.property("symbol")).hasToString("symbol");
    assertThat(received.property("timestamp")).isEqualTo(1_700_000_000_123L);
    assertThat(received.annotation("x-opt-annotation")).isEqualTo("annotated");
    assertThat(received.annotation("x-exchange")).isEqualTo("");
    assertThat(received.annotation("x-routing-key")).isEqualTo(queue);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 131_072, 4_000_000})
  void bodiesOfAnySizeArrive(int size) throws Exception {
    String queue = declared();
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    Publisher publisher = publisher(queue);

    assertThat(publish(publisher, publisher.message(body))).isEqualTo(Status.ACCEPTED);

    assertThat(inbox(queue).next().message().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "with space", "a/b", "50%", "%2F", "\u00f6\u4e2d", "q?x=1&y=2", "#+.*"})
  void queuesAndKeysMayHaveAnyName(String odd) throws Exception {
    String queue = name() + odd;
    deleteAfterwards(queue);
    management.queue(queue).declare();
    String exchange = name() + odd;
    deleteExchangeAfterwards(exchange);
    management.exchange(exchange).declare();
    management.binding().sourceExchange(exchange).destinationQueue(queue).key(odd).bind();
    Publisher byQueue = publisher(queue);
    Publisher byKey = closing(amqp.publisherBuilder().exchange(exchange).key(odd).build());

    assertThat(publish(byQueue, "by queue")).isEqualTo(Status.ACCEPTED);
    assertThat(publish(byKey, "by key")).isEqualTo(Status.ACCEPTED);

    assertThat(management.queueInfo(queue).name()).isEqualTo(queue);
    Inbox inbox = inbox(queue);
    assertThat(inbox.accept()).isEqualTo("by queue");
    Received second = inbox.next();
    assertThat(second.text()).isEqualTo("by key");
    assertThat(second.message().annotation("x-exchange")).isEqualTo(exchange);
    assertThat(second.message().annotation("x-routing-key")).isEqualTo(odd);
  }

  @Test
  void eachMessageMaySayWhereItGoes() throws Exception {
    String one = declared();
    String two = declared();
    management.binding().sourceExchange("amq.direct").destinationQueue(two).key(two).bind();
    Publisher anywhere = closing(amqp.publisherBuilder().build());

    Message first = anywhere.message("one".getBytes(UTF_8)).toAddress().queue(one).message();
    Message second =
        anywhere
            .message("two".getBytes(UTF_8))
            .toAddress()
            .exchange("amq.direct")
            .key(two)
            .message();
    Message third = anywhere.message().toAddress().exchange("amq.direct").key("no").message();

    assertThat(publish(anywhere, first)).isEqualTo(Status.ACCEPTED);
    assertThat(publish(anywhere, second)).isEqualTo(Status.ACCEPTED);
    assertThat(publish(anywhere, third)).isEqualTo(Status.RELEASED);
    assertThat(inbox(one).accept()).isEqualTo("one");
    assertThat(inbox(two).accept()).isEqualTo("two");
  }

  @Test
  void aMessageThatSaysAPlaceThatIsNoneIsRejected() throws Exception {
    String queue = declared();
    Publisher anywhere = closing(amqp.publisherBuilder().build());

    assertThat(publish(anywhere, anywhere.message().to("nowhere"))).isEqualTo(Status.REJECTED);
    assertThat(publish(anywhere, anywhere.message().to("/exchanges/" + name() + "/key")))
        .isEqualTo(Status.REJECTED);
    assertThat(publish(anywhere, anywhere.message().toAddress().queue(queue).message()))
        .isEqualTo(Status.ACCEPTED);
  }

  @Test
  void anExchangeThatDoesNotExistIsToldOf() {
    assertThatThrownBy(() -> amqp.publisherBuilder().exchange(name()).key("k").build())
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void publishersOfAnExchangeThatIsDeletedAreClosed() throws Exception {
    String exchange = name();
    management.exchange(exchange).declare();
    CompletableFuture<Throwable> closed = new CompletableFuture<>();
    Publisher publisher =
        closing(
            amqp.publisherBuilder()
                .exchange(exchange)
                .key("k")
                .listeners(
                    context -> {
                      if (context.currentState() == Resource.State.CLOSED) {
                        closed.complete(context.failureCause());
                      }
                    })
                .build());

    management.exchangeDelete(exchange);
    publisher.publish(publisher.message(), context -> {});

    assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(AmqpException.class);
  }

  @Test
  void anotherUsersNameIsRefused() throws Exception {
    String queue = declared();
    CompletableFuture<Throwable> closed = new CompletableFuture<>();
    Publisher publisher =
        closing(
            amqp.publisherBuilder()
                .queue(queue)
                .listeners(
                    context -> {
                      if (context.currentState() == Resource.State.CLOSED) {
                        closed.complete(context.failureCause());
                      }
                    })
                .build());

    publisher.publish(publisher.message().userId("other".getBytes(UTF_8)), context -> {});

    assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasMessageContaining("user");
  }

  @Test
  void aMessageReachesAClientOfAmqp091() throws Exception {
    String queue = declared();
    Publisher publisher = publisher(queue);
    publish(
        publisher,
        publisher
            .message("m".getBytes(UTF_8))
            .messageId("id")
            .correlationId("correlation")
            .contentType("text/plain")
            .property("colour", "red")
            .priority((byte) 3)
            .durable(true));

    var received = take(queue);

    assertThat(body(received)).isEqualTo("m");
    assertThat(received.getProps().getMessageId()).isEqualTo("id");
    assertThat(received.getProps().getCorrelationId()).isEqualTo("correlation");
    assertThat(received.getProps().getContentType()).isEqualTo("text/plain");
    assertThat(received.getProps().getPriority()).isEqualTo(3);
    assertThat(received.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(received.getProps().getHeaders().get("colour")).hasToString("red");
  }
}
