package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a broker of its own: one that stops, starts again, or has other settings. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class OwnBrokerIT extends JmsTest {
  @TempDir Path data;
  private EmbeddedBroker own;

  private int start(int port, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("listeners.tcp.default", "127.0.0.1:" + port);
    own = EmbeddedBroker.start(data, settings);
    return own.address("amqp091").getPort();
  }

  private int start() throws Exception {
    return start(0, Map.of());
  }

  @AfterEach
  void stop() {
    own.close();
  }

  /** Makes a queue of that broker. */
  private static Queue queueAt(int port) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(port);
    String name = name();
    try (Connection by = factory.newConnection()) {
      by.createChannel().queueDeclare(name, true, false, false, null);
    }
    return jmsQueue(name);
  }

  private JMSContext contextAt(String uri) {
    return closing(new JmsConnectionFactory("guest", "guest", uri).createContext());
  }

  @Test
  void aBrokerThatStopsSaysSo() throws Exception {
    JMSContext context = contextAt(uri(start()));
    CompletableFuture<JMSException> told = new CompletableFuture<>();
    context.setExceptionListener(told::complete);
    context.start();

    own.close();

    assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .hasMessageContaining("amqp:connection:forced");
  }

  @Test
  void clientsGoOnWhenTheBrokerIsThereAgain() throws Exception {
    int port = start();
    Queue queue = queueAt(port);
    String options = "?failover.reconnectDelay=20&failover.maxReconnectAttempts=200";
    JMSContext context = contextAt("failover:(" + uri(port) + ")" + options);
    send(context, queue, "kept", "kept too");

    own.close();
    start(port, Map.of());

    send(context, queue, "new");
    assertThat(receiveTexts(context.createConsumer(queue), 3))
        .containsExactly("kept", "kept too", "new");
  }

  @Test
  void aDurableSubscriptionOutlivesTheBroker() throws Exception {
    String client = "?jms.clientID=reader";
    int port = start();
    JMSContext before = contextAt(uri(port) + client);
    Topic topic = before.createTopic("news");
    before.createDurableConsumer(topic, "subscription", "size > 1", false);
    before.close();
    JMSContext publisher = contextAt(uri(port));
    publisher.createProducer().setProperty("size", 2).send(topic, "before");
    own.close();

    JMSContext after = contextAt(uri(start()) + client);
    after.createProducer().setProperty("size", 1).send(topic, "small");
    after.createProducer().setProperty("size", 2).send(topic, "after");
    JMSConsumer consumer = after.createDurableConsumer(topic, "subscription", "size > 1", false);

    assertThat(receiveTexts(consumer, 2)).containsExactly("before", "after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
  void scramIsTaken(String mechanism) throws Exception {
    int port = start(0, Map.of("auth_mechanisms.1", mechanism, "auth_mechanisms.2", "PLAIN"));
    Queue queue = queueAt(port);
    String scram = "?amqp.saslMechanisms=" + mechanism;
    JMSContext context = contextAt(uri(port) + scram);
    send(context, queue, "m");

    assertThat(receiveText(context.createConsumer(queue))).isEqualTo("m");
    JmsConnectionFactory wrong = new JmsConnectionFactory("guest", "wrong", uri(port) + scram);
    assertThatThrownBy(wrong::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
  }

  @Test
  void aSilentConnectionIsKeptAliveByBothSides() throws Exception {
    int port = start(0, Map.of("heartbeat", "2"));
    Queue queue = queueAt(port);
    JMSContext silent = contextAt(uri(port) + "?amqp.idleTimeout=2000");

    // Longer than either side would bear without a frame.
    JMSConsumer consumer = silent.createConsumer(queue);
    assertThat(consumer.receive(5000)).isNull();

    send(silent, queue, "m");
    assertThat(receiveText(consumer)).isEqualTo("m");
  }

  @Test
  void moreConnectionsThanAVhostMayHaveAreRefused() throws Exception {
    int port = start();
    own.core().importDefinitions(limits()).toCompletionStage().toCompletableFuture().get();
    contextAt(uri(port)).start();

    assertThatThrownBy(() -> contextAt(uri(port)).start()).hasMessageContaining("limit");
  }

  private static JsonObject limits() {
    return new JsonObject(
        """
        {"parameters": [{"vhost": "/", "component": "vhost-limits", "name": "limits",
          "value": {"max-connections": 1}}]}
        """);
  }
}
