package io.warrenmq.cli.perf;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.ConnectionBuilder;
import com.rabbitmq.client.amqp.Environment;
import com.rabbitmq.client.amqp.Management;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.impl.AmqpEnvironmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** AMQP 1.0, with RabbitMQ's client: a connection each. All messages are unsettled when sent. */
final class Amqp10Load implements Load {
  /** Of a producer that waits for no confirms: the client would take any number into memory. */
  private static final int UNSETTLED_MAX = 10_000;

  private final PerfOptions options;
  private final Endpoint endpoint;
  private final List<String> queues;
  private final Environment environment = new AmqpEnvironmentBuilder().build();
  private final List<Connection> connections = new ArrayList<>();
  private final List<String> made = new ArrayList<>();

  Amqp10Load(PerfOptions options, Endpoint endpoint, List<String> queues) {
    this.options = options;
    this.endpoint = endpoint;
    this.queues = queues;
  }

  private Connection connect() {
    ConnectionBuilder builder =
        environment
            .connectionBuilder()
            .host(endpoint.host())
            .port(endpoint.port())
            .username(endpoint.user())
            .password(endpoint.password())
            .virtualHost(endpoint.vhost())
            .recovery()
            .activated(false)
            .connectionBuilder();
    if (endpoint.isTls()) {
      builder.tls();
    }
    Connection connection = builder.build();
    connections.add(connection);
    return connection;
  }

  @Override
  public void prepare() {
    Management management = connect().management();
    for (String queue : queues) {
      try {
        management.queueInfo(queue);
      } catch (AmqpException.AmqpEntityDoesNotExistException e) {
        management
            .queue(queue)
            .type(Management.QueueType.valueOf(options.queueType.toUpperCase(Locale.ROOT)))
            .declare();
        made.add(queue);
      }
    }
  }

  @Override
  public Producer producer(int index) {
    Publisher publisher =
        connect().publisherBuilder().queue(queues.get(index % queues.size())).build();
    Semaphore unsettled = new Semaphore(options.confirm > 0 ? Integer.MAX_VALUE : UNSETTLED_MAX);
    boolean isPersistent = options.isPersistent();
    return (body, outcome) -> {
      unsettled.acquire();
      publisher.publish(
          publisher.message(body).durable(isPersistent),
          context -> {
            unsettled.release();
            outcome.onSettled(context.status() == Publisher.Status.ACCEPTED);
          });
    };
  }

  @Override
  public void consumer(int index, Meter meter) {
    connect()
        .consumerBuilder()
        .queue(queues.get(index % queues.size()))
        .initialCredits(Math.max(1, options.prefetch))
        .messageHandler(
            (context, message) -> {
              meter.onReceived(message.body());
              context.accept();
            })
        .build();
  }

  @Override
  public void close() {
    if (!made.isEmpty()) {
      Management management = connections.get(0).management();
      made.forEach(management::queueDelete);
    }
    environment.close();
  }
}
