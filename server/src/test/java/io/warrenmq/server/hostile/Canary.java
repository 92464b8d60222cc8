package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A well-behaved client with connections of its own, one that publishes and one that consumes:
 * sends message after message, each once the one before was confirmed and has arrived, and notes
 * when one is lost, late or out of order. Runs in a thread of its own. Thread-safe.
 */
final class Canary implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Connection publishing;
  private final Connection consuming;
  private final BlockingQueue<String> arrived = new ArrayBlockingQueue<>(16);
  private final Thread thread = new Thread(this::sing, "canary");
  private volatile boolean stopped;
  private volatile long rounds;
  private volatile long slowestNs;
  private volatile @Nullable Throwable failure;

  private Canary(ConnectionFactory factory) throws Exception {
    publishing = factory.newConnection("canary publishes");
    consuming = factory.newConnection("canary consumes");
  }

  static Canary start(InetSocketAddress address) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(address.getHostString());
    factory.setPort(address.getPort());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setChannelRpcTimeout(PATIENCE_SECONDS * 1000);
    Canary canary = new Canary(factory);
    canary.thread.start();
    return canary;
  }

  private void sing() {
    try {
      Channel channel = publishing.createChannel();
      String queue = consume();
      channel.confirmSelect();
      while (!stopped) {
        long begin = System.nanoTime();
        String text = "canary " + rounds;
        channel.basicPublish("", queue, null, text.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(PATIENCE_SECONDS * 1000L);
        String got = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!text.equals(got)) {
          throw new AssertionError("sent '" + text + "', got '" + got + "'");
        }
        slowestNs = Math.max(slowestNs, System.nanoTime() - begin);
        rounds++;
      }
    } catch (Throwable e) {
      if (!stopped) {
        failure = e;
      }
    }
  }

  private String consume() throws Exception {
    Channel channel = consuming.createChannel();
    channel.basicQos(10);
    String queue = channel.queueDeclare("", false, false, true, null).getQueue();
    channel.basicConsume(
        queue,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws java.io.IOException {
            arrived.add(new String(body, UTF_8));
            channel.basicAck(envelope.getDeliveryTag(), false);
          }
        });
    return queue;
  }

  /** Waits for more rounds from now on, and fails when the canary has been hurt since its start. */
  void checkSinging() throws InterruptedException, TimeoutException {
    long goal = rounds + 5;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * PATIENCE_SECONDS);
    while (failure == null && rounds < goal) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("the canary is silent");
      }
      thread.join(5);
    }
    assertThat(failure).isNull();
  }

  /** The longest way of a message from publish to arrival, since the last time this was asked. */
  long slowestMs() {
    long slowest = slowestNs;
    slowestNs = 0;
    return TimeUnit.NANOSECONDS.toMillis(slowest);
  }

  /** Messages that have arrived since the start. */
  long rounds() {
    return rounds;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    publishing.abort(1000);
    consuming.abort(1000);
    thread.join();
  }
}
