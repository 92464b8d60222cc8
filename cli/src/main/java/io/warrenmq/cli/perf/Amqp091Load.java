package io.warrenmq.cli.perf;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** AMQP 0-9-1, with RabbitMQ's client: a connection and a channel each. */
final class Amqp091Load implements Load {
  private final PerfOptions options;
  private final List<String> queues;
  private final ConnectionFactory factory = new ConnectionFactory();
  private final List<Connection> connections = new ArrayList<>();
  private final List<String> made = new ArrayList<>();

  Amqp091Load(PerfOptions options, Endpoint endpoint, List<String> queues) {
    this.options = options;
    this.queues = queues;
    factory.setHost(endpoint.host());
    factory.setPort(endpoint.port());
    factory.setUsername(endpoint.user());
    factory.setPassword(endpoint.password());
    factory.setVirtualHost(endpoint.vhost());
    factory.setAutomaticRecoveryEnabled(false);
    if (endpoint.isTls()) {
      Tls.use(factory);
    }
  }

  @Override
  public void prepare() throws Exception {
    try (Connection connection = factory.newConnection("warrenctl perf")) {
      for (String queue : queues) {
        if (!exists(connection, queue)) {
          try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(
                queue, true, false, false, Map.of("x-queue-type", options.queueType));
          }
          made.add(queue);
        }
      }
    }
  }

  /** Asks on a channel of its own, as a refusal closes it. */
  private static boolean exists(Connection connection, String queue)
      throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclarePassive(queue);
      channel.close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Channel channel(String name) throws IOException, TimeoutException {
    Connection connection = factory.newConnection(name);
    connections.add(connection);
    return connection.createChannel();
  }

  @Override
  public Producer producer(int index) throws Exception {
    Channel channel = channel("warrenctl perf producer " + index);
    String queue = queues.get(index % queues.size());
    AMQP.BasicProperties properties =
        options.isPersistent() ? MessageProperties.PERSISTENT_BASIC : MessageProperties.BASIC;
    if (options.confirm == 0) {
      return (body, outcome) -> channel.basicPublish("", queue, properties, body);
    }
    Confirms confirms = new Confirms();
    channel.confirmSelect();
    channel.addConfirmListener(
        (number, multiple) -> confirms.onSettled(number, multiple, true),
        (number, multiple) -> confirms.onSettled(number, multiple, false));
    return (body, outcome) -> {
      confirms.onSend(channel.getNextPublishSeqNo(), outcome);
      channel.basicPublish("", queue, properties, body);
    };
  }

  @Override
  public void consumer(int index, Meter meter) throws Exception {
    Channel channel = channel("warrenctl perf consumer " + index);
    boolean acknowledges = options.prefetch > 0;
    if (acknowledges) {
      channel.basicQos(options.prefetch);
    }
    channel.basicConsume(
        queues.get(index % queues.size()),
        !acknowledges,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            meter.onReceived(body);
            if (acknowledges) {
              channel.basicAck(envelope.getDeliveryTag(), false);
            }
          }
        });
  }

  @Override
  public void close() throws Exception {
    for (Connection connection : connections) {
      connection.abort(1000);
    }
    if (made.isEmpty()) {
      return;
    }
    try (Connection connection = factory.newConnection("warrenctl perf")) {
      for (String queue : made) {
        try (Channel channel = connection.createChannel()) {
          channel.queueDelete(queue);
        }
      }
    }
  }
}
