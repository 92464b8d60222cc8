package io.warrenmq.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A connection and a channel for each test, and the arrangements that most tests need. What a test
 * declares by {@link #quorumQueue} and {@link #exchange} is deleted after it; other queues are
 * exclusive to its connection.
 */
public abstract class ClientTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String RUN = Long.toString(System.nanoTime() & 0xffffff, 36);

  protected final BrokerUnderTest broker = BrokerUnderTest.get();
  protected Connection connection;
  protected Channel channel;
  private final List<Connection> others = new ArrayList<>();
  private final List<Close.Act> cleanups = new ArrayList<>();

  @BeforeEach
  void connect() throws Exception {
    connection = broker.factory().newConnection(getClass().getSimpleName());
    channel = connection.createChannel();
  }

  @AfterEach
  void cleanUp() throws Exception {
    others.add(connection);
    if (!cleanups.isEmpty()) {
      // On a connection of its own: the test may have had its own closed.
      try (Connection last = broker.factory().newConnection("clean up")) {
        others.forEach(Connection::abort);
        for (Close.Act cleanup : cleanups) {
          cleanup.on(last.createChannel());
        }
      }
    }
    others.forEach(Connection::abort);
  }

  /** A name that nothing else in this run has, nor had in an earlier one. */
  protected static String name() {
    return "t-" + RUN + "-" + NAMES.incrementAndGet();
  }

  /** A second connection, closed after the test. */
  protected Connection anotherConnection() throws Exception {
    return connect(broker.factory());
  }

  protected Connection connect(ConnectionFactory factory) throws Exception {
    Connection another = factory.newConnection("another");
    others.add(another);
    return another;
  }

  /** A queue of this connection alone. */
  protected String queue() throws IOException {
    return queue(Map.of());
  }

  protected String queue(Map<String, Object> arguments) throws IOException {
    String name = name();
    channel.queueDeclare(name, false, true, false, arguments);
    return name;
  }

  protected String quorumQueue(Map<String, Object> arguments) throws IOException {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("x-queue-type", "quorum");
    return durableQueue(name(), all);
  }

  protected String durableQueue(String name, Map<String, Object> arguments) throws IOException {
    deleteAfterwards(name);
    channel.queueDeclare(name, true, false, false, arguments);
    return name;
  }

  /** Deletes a queue after the test, whether it exists then or not. */
  protected void deleteAfterwards(String queue) {
    cleanups.add(c -> c.queueDelete(queue));
  }

  /** Deletes an exchange after the test, whether it exists then or not. */
  protected void deleteExchangeAfterwards(String exchange) {
    cleanups.add(c -> c.exchangeDelete(exchange));
  }

  protected String exchange(BuiltinExchangeType type) throws IOException {
    return exchange(type.getType(), Map.of());
  }

  protected String exchange(String type, Map<String, Object> arguments) throws IOException {
    String name = name();
    deleteExchangeAfterwards(name);
    channel.exchangeDeclare(name, type, false, false, false, arguments);
    return name;
  }

  /** Binds a new queue of this connection to {@code exchange}. */
  protected String boundQueue(String exchange, String key) throws IOException {
    String queue = queue();
    channel.queueBind(queue, exchange, key);
    return queue;
  }

  protected void send(String queue, String... bodies) throws IOException {
    for (String body : bodies) {
      publish("", queue, null, body);
    }
  }

  protected void publish(String exchange, String key, String body) throws IOException {
    publish(exchange, key, null, body);
  }

  protected void publish(String exchange, String key, @Nullable BasicProperties p, String body)
      throws IOException {
    channel.basicPublish(exchange, key, p, body.getBytes(UTF_8));
  }

  protected static BasicProperties headers(Map<String, Object> headers) {
    return new BasicProperties.Builder().headers(headers).build();
  }

  protected Inbox consume(String queue) throws IOException {
    return consume(channel, queue, false);
  }

  protected static Inbox consume(Channel on, String queue, boolean noAck) throws IOException {
    Inbox inbox = new Inbox(on);
    on.basicConsume(queue, noAck, inbox);
    return inbox;
  }

  /** Takes the next ready message, which must come soon, and settles it. */
  protected GetResponse take(String queue) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> channel.basicGet(queue, true), r -> r != null);
  }

  protected String takeBody(String queue) {
    return body(take(queue));
  }

  protected static String body(GetResponse response) {
    return new String(response.getBody(), UTF_8);
  }

  /** Takes every message that is ready now, in its order. */
  protected List<String> takeAll(String queue) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (GetResponse r; (r = channel.basicGet(queue, true)) != null; ) {
      bodies.add(body(r));
    }
    return bodies;
  }

  /** Ready messages, by a passive declare. */
  protected int readyIn(String queue) throws IOException {
    return channel.queueDeclarePassive(queue).getMessageCount();
  }

  protected void awaitReady(String queue, int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> readyIn(queue), c -> c == count);
  }
}
