package io.warrenmq.server.clients.amqp10;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.server.clients.ClientTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What tests of AMQP 1.0 share: they arrange by AMQP 0-9-1, so that what they test is the client's
 * own protocol alone.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
public abstract class Amqp10Test extends ClientTest {
  /** Tag of tests of what RabbitMQ 4.0 does not have: left out of runs against it. */
  public static final String NOT_RABBITMQ = "not-rabbitmq";

  /** How long a test waits for what must come. */
  protected static final int PATIENCE_SECONDS = 10;

  private final List<AutoCloseable> closeables = new ArrayList<>();

  @AfterEach
  void closeClients() {
    for (int i = closeables.size() - 1; i >= 0; i--) {
      try {
        closeables.get(i).close();
      } catch (Exception e) {
        // The test has had its say; a client that is closed already complains.
      }
    }
  }

  /** Closes {@code closeable} after the test, whatever it is then. */
  protected <T extends AutoCloseable> T closing(T closeable) {
    closeables.add(closeable);
    return closeable;
  }

  /** A proxy to the broker that is closed after the test. */
  protected CuttingProxy proxy() throws IOException {
    return closing(new CuttingProxy(broker.host(), broker.port()));
  }

  /** A queue that other connections may use, deleted after the test. */
  protected String sharedQueue() throws IOException {
    return sharedQueue(Map.of());
  }

  protected String sharedQueue(Map<String, Object> arguments) throws IOException {
    return durableQueue(name(), arguments);
  }

  /** A new queue for the dead letters of others. */
  protected record DeadLetters(String queue) {
    /** The arguments of a queue whose dead letters go to this one. */
    public Map<String, Object> arguments() {
      return Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", queue);
    }
  }

  protected DeadLetters deadLetters() throws IOException {
    return new DeadLetters(sharedQueue());
  }

  /** The address of a queue. */
  protected static String address(String queue) {
    return "/queues/" + encoded(queue);
  }

  /** The address of an exchange with a routing key. */
  protected static String address(String exchange, String key) {
    return "/exchanges/" + encoded(exchange) + "/" + encoded(key);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
