package io.warrenmq.server.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries that a client holds unacknowledged, more of them than a queue keeps in memory. */
class UnacknowledgedIT {
  private static final int COUNT = 20_000;
  private static final int BODY_BYTES = 4000;

  @TempDir Path data;
  private final BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void comeBackInOrderAfterTheirConsumerAndTheBrokerHaveGone(String type) throws Exception {
    Map<String, Object> arguments = Map.of("x-queue-type", type);
    try (EmbeddedBroker broker = start();
        Connection connection = connect(broker)) {
      publish(connection, arguments);
      consume(connection.createChannel());
      for (int i = 0; i < COUNT; i++) {
        expect(i, false);
      }
      Awaitility.await().until(() -> segments() > 0);
    }

    try (EmbeddedBroker broker = start();
        Connection connection = connect(broker)) {
      Channel channel = connection.createChannel();
      assertThat(channel.queueDeclarePassive("work").getMessageCount()).isEqualTo(COUNT);
      consume(channel);
      long last = 0;
      for (int i = 0; i < COUNT; i++) {
        last = expect(i, true).getEnvelope().getDeliveryTag();
      }
      channel.basicAck(last, true);
      Awaitility.await().until(() -> segments() == 0);
    }
  }

  @Test
  void becomeDeadLettersWithTheirBodies() throws Exception {
    try (EmbeddedBroker broker = start();
        Connection connection = connect(broker)) {
      Channel channel = connection.createChannel();
      channel.queueDeclare("dead", true, false, false, null);
      publish(
          connection, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
      String tag = consume(channel);
      long last = 0;
      for (int i = 0; i < COUNT; i++) {
        last = expect(i, false).getEnvelope().getDeliveryTag();
      }
      Awaitility.await().until(() -> segments() > 0);
      channel.basicCancel(tag);
      channel.basicNack(last, true, false);

      Awaitility.await()
          .until(() -> channel.queueDeclarePassive("dead").getMessageCount() == COUNT);
      boolean[] seen = new boolean[COUNT];
      channel.basicConsume(
          "dead", true, (unused, delivery) -> received.add(delivery), unused -> {});
      for (int i = 0; i < COUNT; i++) {
        Delivery delivery = next();
        seen[numberOf(delivery)] = true;
        assertThat(delivery.getProperties().getHeaders().get("x-first-death-reason"))
            .hasToString("rejected");
      }
      assertThat(seen).doesNotContain(false);
    }
  }

  private EmbeddedBroker start() throws Exception {
    return EmbeddedBroker.start(
        data, Map.of("listeners.tcp.default", "127.0.0.1:0", "mqtt.listeners.tcp", "none"));
  }

  private static Connection connect(EmbeddedBroker broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.address("amqp091").getPort());
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  private static void publish(Connection connection, Map<String, Object> arguments)
      throws Exception {
    Channel channel = connection.createChannel();
    channel.queueDeclare("work", true, false, false, arguments);
    channel.confirmSelect();
    for (int i = 0; i < COUNT; i++) {
      byte[] body = ByteBuffer.allocate(BODY_BYTES).putInt(i).array();
      channel.basicPublish("", "work", MessageProperties.PERSISTENT_BASIC, body);
    }
    channel.waitForConfirmsOrDie(60_000);
    channel.close();
  }

  private String consume(Channel channel) throws IOException {
    return channel.basicConsume(
        "work", false, (tag, delivery) -> received.add(delivery), tag -> {});
  }

  private Delivery next() throws InterruptedException {
    Delivery delivery = received.poll(20, TimeUnit.SECONDS);
    assertThat(delivery).isNotNull();
    return delivery;
  }

  private Delivery expect(int number, boolean redelivered) throws InterruptedException {
    Delivery delivery = next();
    assertThat(numberOf(delivery)).isEqualTo(number);
    assertThat(delivery.getBody()).hasSize(BODY_BYTES);
    assertThat(delivery.getEnvelope().isRedeliver()).isEqualTo(redelivered);
    return delivery;
  }

  private static int numberOf(Delivery delivery) {
    return ByteBuffer.wrap(delivery.getBody()).getInt();
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("messages"))) {
      return files.filter(file -> file.toString().endsWith(".seg")).count();
    }
  }
}
