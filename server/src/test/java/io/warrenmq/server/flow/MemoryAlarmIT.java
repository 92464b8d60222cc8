package io.warrenmq.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers are stopped, and told so, when the queues hold more than the watermark. */
class MemoryAlarmIT {
  private static final int MESSAGES = 300;
  private static final byte[] BODY = new byte[10_000]; // three megabytes in all

  @TempDir Path data;
  private EmbeddedBroker broker;
  private ConnectionFactory factory;

  @BeforeEach
  void startABrokerWithOneMegabyteForMessages() throws Exception {
    broker =
        EmbeddedBroker.start(
            data,
            Map.of(
                "listeners.tcp.default",
                "127.0.0.1:0",
                "mqtt.listeners.tcp",
                "none",
                "vm_memory_high_watermark.absolute",
                "1MB"));
    factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.address("amqp091").getPort());
    factory.setAutomaticRecoveryEnabled(false);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void blocksPublishersUntilConsumersHaveMadeRoom() throws Exception {
    BlockingQueue<String> blocked = new LinkedBlockingQueue<>();
    BlockingQueue<String> unblocked = new LinkedBlockingQueue<>();
    try (Connection publisher = factory.newConnection();
        Connection consumer = factory.newConnection()) {
      publisher.addBlockedListener(blocked::add, () -> unblocked.add("unblocked"));
      Channel publishing = publisher.createChannel();
      publishing.queueDeclare("full", false, false, false, null);

      for (int i = 0; i < MESSAGES; i++) {
        publishing.basicPublish("", "full", null, BODY);
      }
      // RabbitMQ tells a connection when it publishes; this one does so until it is told.
      String reason = blocked.poll(100, TimeUnit.MILLISECONDS);
      for (int i = 0; reason == null && i < MESSAGES; i++) {
        publishing.basicPublish("", "full", null, BODY);
        reason = blocked.poll(100, TimeUnit.MILLISECONDS);
      }
      assertThat(reason).isEqualTo("low on memory");

      Channel consuming = consumer.createChannel();
      BlockingQueue<Long> received = new LinkedBlockingQueue<>();
      consuming.basicConsume(
          "full",
          true,
          (tag, delivery) -> received.add(delivery.getEnvelope().getDeliveryTag()),
          tag -> {});

      assertThat(unblocked.poll(20, TimeUnit.SECONDS)).isEqualTo("unblocked");
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }
}
