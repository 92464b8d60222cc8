package io.warrenmq.server.clients.amqp10.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.ConnectionBuilder;
import com.rabbitmq.client.amqp.Consumer;
import com.rabbitmq.client.amqp.Consumer.Context;
import com.rabbitmq.client.amqp.ConsumerBuilder;
import com.rabbitmq.client.amqp.Environment;
import com.rabbitmq.client.amqp.Management;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.Publisher.Status;
import com.rabbitmq.client.amqp.impl.AmqpEnvironmentBuilder;
import io.warrenmq.server.clients.amqp10.Amqp10Test;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A connection of RabbitMQ's AMQP 1.0 client for each test. */
abstract class RabbitTest extends Amqp10Test {
  private static Environment environment;
  Connection amqp;
  Management management;

  /** A delivery, with what settles it. */
  record Received(Context context, Message message) {
    String text() {
      return new String(message.body(), UTF_8);
    }
  }

  /** A consumer that keeps its deliveries until the test takes them. */
  static final class Inbox implements AutoCloseable {
    private final BlockingQueue<Received> waiting = new LinkedBlockingQueue<>();
    private final Consumer consumer;

    Inbox(ConsumerBuilder builder) {
      consumer =
          builder
              .messageHandler((context, message) -> waiting.add(new Received(context, message)))
              .build();
    }

    Consumer consumer() {
      return consumer;
    }

    /** The next delivery, waited for and not settled. */
    Received next() throws InterruptedException {
      Received received = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(received).as("a delivery").isNotNull();
      return received;
    }

    /** The text of the next delivery, which is accepted. */
    String accept() throws InterruptedException {
      Received received = next();
      received.context().accept();
      return received.text();
    }

    int waiting() {
      return waiting.size();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  @BeforeAll
  static void openEnvironment() {
    environment = new AmqpEnvironmentBuilder().build();
  }

  @AfterAll
  static void closeEnvironment() {
    environment.close();
  }

  @BeforeEach
  void open() {
    amqp = connect(c -> c);
    management = amqp.management();
  }

  /** A connection as {@code guest} to the vhost {@code /}, without recovery. */
  Connection connect(UnaryOperator<ConnectionBuilder> settings) {
    ConnectionBuilder builder =
        environment
            .connectionBuilder()
            .host(broker.host())
            .port(broker.port())
            .username("guest")
            .password("guest");
    builder.recovery().activated(false);
    return closing(settings.apply(builder).build());
  }

  /** A queue that this client declares, deleted after the test. */
  String declared(UnaryOperator<Management.QueueSpecification> settings) {
    String name = name();
    deleteAfterwards(name);
    settings.apply(management.queue(name)).declare();
    return name;
  }

  /** The same, of no settings. */
  String declared() {
    return declared(q -> q);
  }

  Publisher publisher(String queue) {
    return closing(amqp.publisherBuilder().queue(queue).build());
  }

  /** Publishes; returns what became of it. */
  static Status publish(Publisher publisher, Message message) throws Exception {
    CompletableFuture<Status> status = new CompletableFuture<>();
    publisher.publish(message, outcome -> status.complete(outcome.status()));
    return status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static Status publish(Publisher publisher, String text) throws Exception {
    return publish(publisher, publisher.message(text.getBytes(UTF_8)));
  }

  /** Publishes texts to a queue, which must accept them. */
  void fill(String queue, String... texts) throws Exception {
    Publisher publisher = publisher(queue);
    for (String text : texts) {
      assertThat(publish(publisher, text)).isEqualTo(Status.ACCEPTED);
    }
  }

  Inbox inbox(String queue) {
    return inbox(queue, b -> b);
  }

  Inbox inbox(String queue, UnaryOperator<ConsumerBuilder> settings) {
    return closing(new Inbox(settings.apply(amqp.consumerBuilder().queue(queue))));
  }
}
