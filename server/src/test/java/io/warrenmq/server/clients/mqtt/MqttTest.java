package io.warrenmq.server.clients.mqtt;

import io.warrenmq.server.clients.MqttUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Names of their own for each test, and clients that are closed after it. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
abstract class MqttTest {
  /**
   * Tag of tests that keep to the specification where Mosquitto 2.0 does not: left out of runs
   * against it.
   */
  static final String NOT_MOSQUITTO = "not-mosquitto";

  static final String NO_WEB_SOCKET = "the broker does not speak MQTT over WebSocket";

  /** How long a test waits for what must come. */
  static final int PATIENCE_SECONDS = 15; // beside another process, on a slow machine

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String RUN = Long.toString(System.nanoTime() & 0xffffff, 36);

  private final List<AutoCloseable> closeables = new ArrayList<>();

  @AfterEach
  void closeClients() {
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception e) {
        // The test has had its say; a client that is closed already complains.
      }
    }
  }

  /** Closes {@code closeable} after the test, whatever it is then. */
  <T extends AutoCloseable> T closing(T closeable) {
    closeables.add(closeable);
    return closeable;
  }

  /** A client id or topic that nothing else in this run has, nor had in an earlier one. */
  static String name() {
    return "t" + RUN + "-" + NAMES.incrementAndGet();
  }

  static String uri() {
    return "tcp://" + MqttUnderTest.host() + ":" + port();
  }

  static int port() {
    return MqttUnderTest.port();
  }

  /** A connection whose packets the test writes by hand. */
  RawClient raw() throws Exception {
    return closing(new RawClient(MqttUnderTest.host(), port()));
  }

  /** The same, with MQTT 5.0 opened under {@code clientId} by a clean start. */
  RawClient raw5(String clientId) throws Exception {
    RawClient client = raw();
    client.send(Bytes.connect(5, 2, 60, Bytes.NO_PROPERTIES, clientId));
    client.expect(RawClient.CONNACK);
    return client;
  }

  /** The same, with MQTT 3.1.1. */
  RawClient raw4(String clientId) throws Exception {
    RawClient client = raw();
    client.send(Bytes.connect(4, 2, 60, new byte[0], clientId));
    client.expect(RawClient.CONNACK);
    return client;
  }
}
