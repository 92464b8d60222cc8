package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.broker.Broker;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker for a class of attacks, and after each attack the question whether others have noticed:
 * the canary sings, nothing was logged as an error. The system property {@code warrenmq.test.amqp}
 * names another broker to attack instead, RabbitMQ say, to compare what is closed how.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileTest {
  private static final String PROPERTY = "warrenmq.test.amqp";

  @TempDir static Path folder;

  private final Map<String, String> settings = new HashMap<>();
  private final List<RawClient> clients = new ArrayList<>();
  private final ErrorLog errors = ErrorLog.watch();
  private @Nullable EmbeddedBroker broker;
  private InetSocketAddress address;
  private Canary canary;

  /** With these settings, as {@code KEY=VALUE}. */
  HostileTest(String... assignments) {
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp", "none");
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    if (settings.containsKey("mqtt.listeners.tcp.default")) {
      settings.remove("mqtt.listeners.tcp");
    }
  }

  @BeforeAll
  void start() throws Exception {
    String other = System.getProperty(PROPERTY, "");
    if (other.isEmpty()) {
      broker = EmbeddedBroker.start(folder, settings);
      address = broker.address("amqp091");
    } else {
      URI uri = URI.create(other);
      address = new InetSocketAddress(uri.getHost(), uri.getPort());
    }
    canary = Canary.start(address);
    canary.checkSinging();
  }

  @BeforeEach
  void forgetHowSlowItWas() {
    canary.slowestMs();
  }

  @AfterEach
  void nobodyElseNotices() throws Exception {
    canary.checkSinging();
    closeClients();
    assertThat(errors.take()).as("logged as errors").isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    canary.close();
    if (broker != null) {
      broker.close();
    }
    assertThat(errors.take()).as("logged as errors").isEmpty();
    errors.close();
  }

  /** Closes and forgets all clients, which are in the broker's heap too. */
  void closeClients() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    clients.clear();
  }

  /** Whether this is our own broker, in this process. */
  boolean isOurs() {
    return broker != null;
  }

  /** Our own broker; {@link #isOurs} must have said that there is one. */
  Broker core() {
    return Objects.requireNonNull(broker).core();
  }

  InetSocketAddress address() {
    return address;
  }

  /** Where our own broker speaks MQTT, if the settings say that it does. */
  InetSocketAddress mqttAddress() {
    return address("mqtt");
  }

  /** Where our own broker serves what, if the settings say that it does. */
  InetSocketAddress address(String protocol) {
    return Objects.requireNonNull(broker).address(protocol);
  }

  Canary canary() {
    return canary;
  }

  /** Connected, nothing said; closed after the test. */
  RawClient client() throws IOException {
    return keep(RawClient.connect(address));
  }

  RawClient narrowClient() throws IOException {
    return keep(RawClient.narrow(address));
  }

  /** Logged in, with channel 1 open. */
  RawClient ready() throws IOException {
    return client().open().channel(1);
  }

  private RawClient keep(RawClient client) {
    clients.add(client);
    return client;
  }
}
