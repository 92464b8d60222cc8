package io.warrenmq.server.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;

/**
 * Publishers and consumers that go on over the deaths of their broker, and the account of what they
 * were promised. Publishers send persistent messages with confirms to queues of several kinds;
 * consumers acknowledge most of what they get.
 */
final class CrashLoad {
  private static final Map<String, Map<String, Object>> QUEUES =
      Map.of(
          "classic", Map.of(),
          // A limit that the load does not reach: what reaches it is dropped, and rightly so.
          "quorum", Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_000_000),
          "priority", Map.of("x-max-priority", 3));
  private static final int WINDOW = 500; // publishes of a publisher that wait for their confirm
  private static final int KEPT_ONE_IN = 5; // deliveries that are left unacknowledged

  private final Random random;
  private final Map<Long, String> published = new ConcurrentHashMap<>(); // id to queue
  private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> faults = ConcurrentHashMap.newKeySet();
  private long nextId = 1;

  CrashLoad(long seed) {
    random = new Random(seed);
  }

  int confirmedCount() {
    return confirmed.size();
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  private static Connection connect(int port) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  /** Begins to publish and to consume; goes on until the broker is gone. */
  List<Thread> begin(int port) throws Exception {
    List<Thread> threads = new ArrayList<>();
    Connection connection = connect(port);
    for (Map.Entry<String, Map<String, Object>> queue : QUEUES.entrySet()) {
      try (Channel channel = connection.createChannel()) {
        channel.queueDeclare(queue.getKey(), true, false, false, queue.getValue());
      }
      consume(connection, queue.getKey());
      long firstId = nextId;
      nextId += 1_000_000;
      int most = 200 + random.nextInt(1500);
      Thread thread =
          new Thread(() -> publish(connection, queue.getKey(), firstId, most), queue.getKey());
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void publish(Connection connection, String queue, long firstId, int bodyMax) {
    Random sizes = new Random(firstId);
    Semaphore window = new Semaphore(WINDOW);
    try {
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      channel.addConfirmListener(
          new Confirms(firstId, window), (tag, multiple) -> faults.add("nacked on " + queue));
      for (long id = firstId; id < firstId + 1_000_000; id++) {
        while (!window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          if (!connection.isOpen()) {
            return;
          }
        }
        published.put(id, queue);
        AMQP.BasicProperties properties =
            MessageProperties.PERSISTENT_BASIC.builder().priority((int) (id % 4)).build();
        channel.basicPublish("", queue, properties, body(id, sizes.nextInt(bodyMax)));
      }
    } catch (IOException | ShutdownSignalException e) {
      // The broker is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The confirms of one publisher, whose numbers are ours, less where it began. */
  private final class Confirms implements ConfirmCallback {
    private final long firstId;
    private final Semaphore window;
    private long lowest = 1; // that is not confirmed

    Confirms(long firstId, Semaphore window) {
      this.firstId = firstId;
      this.window = window;
    }

    @Override
    public void handle(long tag, boolean multiple) {
      for (long each = multiple ? lowest : tag; each <= tag; each++) {
        if (confirmed.add(firstId + each - 1)) {
          window.release();
        }
      }
      while (confirmed.contains(firstId + lowest - 1)) {
        lowest++;
      }
    }
  }

  private static byte[] body(long id, int size) {
    byte[] body = new byte[16 + size];
    new Random(id).nextBytes(body);
    ByteBuffer.wrap(body).putLong(0, id);
    CRC32 crc = new CRC32();
    crc.update(body, 16, size);
    ByteBuffer.wrap(body).putLong(8, crc.getValue());
    return body;
  }

  private void consume(Connection connection, String queue) throws IOException {
    Channel channel = connection.createChannel();
    channel.basicQos(100);
    channel.basicConsume(
        queue,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            long id = check(queue, body, envelope.isRedeliver());
            if (id % KEPT_ONE_IN != 0) {
              acknowledged.add(id); // Before it is sent: a moment later it may be gone.
              channel.basicAck(envelope.getDeliveryTag(), false);
            } else if (seen.size() % 3 == 0) {
              channel.basicNack(envelope.getDeliveryTag(), false, true);
            }
          }
        });
  }

  /** Checks one delivery; gives its id. */
  private long check(String queue, byte[] body, boolean redelivered) {
    long id = ByteBuffer.wrap(body).getLong(0);
    CRC32 crc = new CRC32();
    crc.update(body, 16, body.length - 16);
    if (crc.getValue() != ByteBuffer.wrap(body).getLong(8)) {
      faults.add("altered: " + id);
    }
    if (!queue.equals(published.get(id))) {
      faults.add("in queue " + queue + ", published to " + published.get(id) + ": " + id);
    }
    if (!seen.add(id) && !redelivered) {
      faults.add("seen before, and does not say so: " + id);
    }
    return id;
  }

  private void drain(Channel channel, String queue, Set<Long> left) throws Exception {
    int count = channel.queueDeclarePassive(queue).getMessageCount();
    CountDownLatch all = new CountDownLatch(count);
    Map<Long, Long> lastOfRun = new HashMap<>();
    String tag =
        channel.basicConsume(
            queue,
            true,
            (consumer, delivery) -> {
              long id = check(queue, delivery.getBody(), delivery.getEnvelope().isRedeliver());
              if (!left.add(id)) {
                faults.add("twice: " + id);
              }
              long line = id / 1_000_000 * 10 + (queue.equals("classic") ? 0 : id % 4);
              Long before = lastOfRun.put(line, id);
              if (before != null && before > id) {
                faults.add("out of order in " + queue + ": " + id + " after " + before);
              }
              all.countDown();
            },
            consumer -> faults.add("the queue has gone: " + queue));
    if (!all.await(60, TimeUnit.SECONDS)) {
      faults.add(all.getCount() + " of " + count + " messages did not come out of " + queue);
    }
    channel.basicCancel(tag);
    if (channel.queueDeclarePassive(queue).getMessageCount() != 0) {
      faults.add("more came out of " + queue + " than it had");
    }
  }

  /**
   * Takes out all that is left, and holds it against what was promised.
   *
   * @return what is wrong
   */
  Set<String> settleAccounts(int port) throws Exception {
    Set<Long> left = new HashSet<>();
    try (Connection connection = connect(port)) {
      Channel channel = connection.createChannel();
      for (String queue : QUEUES.keySet()) {
        drain(channel, queue, left);
      }
    }
    for (long id : confirmed) {
      if (!left.contains(id) && !acknowledged.contains(id)) {
        faults.add("confirmed and lost: " + id + " of " + published.get(id));
      }
    }
    return faults;
  }
}
