package io.warrenmq.server.clients.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.testkit.trace.CollectedSpan;
import io.warrenmq.testkit.trace.FakeCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of messages from one protocol to another, and the context that their consumers get. */
class TracingIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CREATED = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private FakeCollector collector;
  private @Nullable EmbeddedBroker broker;
  private @Nullable Connection connection;
  private @Nullable Mqtt5BlockingClient mqtt;

  @BeforeEach
  void startCollector() throws Exception {
    collector = FakeCollector.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (mqtt != null) {
      mqtt.disconnect();
    }
    if (connection != null) {
      connection.close();
    }
    if (broker != null) {
      broker.close();
    }
    collector.close();
  }

  private EmbeddedBroker start(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp.default", "127.0.0.1:0");
    settings.put("warren.event_loops", "2");
    settings.put("warren.opentelemetry.enabled", "true");
    settings.put("warren.opentelemetry.endpoint", collector.endpoint());
    settings.put("warren.opentelemetry.export_interval", "50");
    EmbeddedBroker started = EmbeddedBroker.start(folder, settings);
    broker = started;
    return started;
  }

  private Channel channel(EmbeddedBroker broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    Connection opened = factory.newConnection();
    connection = opened;
    return opened.createChannel();
  }

  private Mqtt5BlockingClient mqtt(EmbeddedBroker broker) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .identifier(UUID.randomUUID().toString())
            .serverHost("127.0.0.1")
            .serverPort(broker.address("mqtt").getPort())
            .useMqttVersion5()
            .buildBlocking();
    client.connect();
    mqtt = client;
    return client;
  }

  private static Mqtt5Publish message(Mqtt5UserProperty... properties) {
    return Mqtt5Publish.builder()
        .topic("a/b")
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("hello".getBytes(UTF_8))
        .userProperties(Mqtt5UserProperties.of(properties))
        .build();
  }

  private static BlockingQueue<Delivery> consume(Channel channel, String queue) throws Exception {
    BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
    channel.basicConsume(queue, false, (tag, delivery) -> inbox.add(delivery), tag -> {});
    return inbox;
  }

  private static Delivery take(BlockingQueue<Delivery> inbox) throws Exception {
    Delivery delivery = inbox.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(delivery).isNotNull();
    return delivery;
  }

  private CollectedSpan span(String name) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(collector.spans()).extracting(CollectedSpan::name).contains(name));
    List<CollectedSpan> named =
        collector.spans().stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).hasSize(1);
    return named.get(0);
  }

  @Test
  void followsAMessageFromMqttToAmqp() throws Exception {
    EmbeddedBroker broker = start(Map.of());
    Channel channel = channel(broker);
    channel.queueDeclare("q", true, false, false, null);
    channel.queueBind("q", "amq.topic", "a.b");
    BlockingQueue<Delivery> inbox = consume(channel, "q");

    mqtt(broker).publish(message(Mqtt5UserProperty.of("traceparent", CREATED)));

    Delivery delivery = take(inbox);
    assertThat(delivery.getProperties().getHeaders().get("traceparent")).hasToString(CREATED);
    channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    CollectedSpan settle = span("settle q");
    CollectedSpan deliver = span("deliver q");
    CollectedSpan receive = span("receive amq.topic");
    CollectedSpan route = span("route amq.topic");
    assertThat(List.of(receive, route, deliver, settle))
        .extracting(CollectedSpan::traceId)
        .containsOnly(TRACE);
    assertThat(receive.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(receive.attributes())
        .containsEntry("network.protocol.name", "mqtt")
        .containsEntry("network.protocol.version", "5.0")
        .containsEntry("warrenmq.routing_key", "a.b");
    assertThat(route.parentId()).isEqualTo(receive.spanId());
    assertThat(route.attributes()).containsEntry("warrenmq.routed.queues", List.of("q"));
    assertThat(deliver.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(deliver.attributes())
        .containsEntry("network.protocol.name", "amqp")
        .containsEntry("network.protocol.version", "0-9-1")
        .containsEntry("warrenmq.redelivered", false);
    assertThat(settle.parentId()).isEqualTo(deliver.spanId());
    assertThat(settle.attributes()).containsEntry("warrenmq.settle.outcome", "complete");
  }

  @Test
  void givesAMessageWithoutAContextOneInEachProtocol() throws Exception {
    EmbeddedBroker broker = start(Map.of());
    Channel channel = channel(broker);
    channel.queueDeclare("q", true, false, false, null);
    channel.queueBind("q", "amq.topic", "a.b");
    BlockingQueue<Delivery> inbox = consume(channel, "q");
    Mqtt5BlockingClient client = mqtt(broker);
    try (Mqtt5BlockingClient.Mqtt5Publishes received =
        client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("a/b").qos(MqttQos.AT_LEAST_ONCE).send();

      client.publish(message());

      CollectedSpan receive = span("receive amq.topic");
      String context = "00-" + receive.traceId() + "-" + receive.spanId() + "-01";
      assertThat(take(inbox).getProperties().getHeaders().get("traceparent")).hasToString(context);
      Mqtt5Publish publish = received.receive(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();
      assertThat(publish.getUserProperties().asList())
          .extracting(each -> each.getName() + "=" + each.getValue())
          .containsExactly("traceparent=" + context);
      assertThat(span("deliver q").parentId()).isEqualTo(receive.spanId());
    }
  }

  @Test
  void tracesWhatItsPublisherWantsTracedAlone() throws Exception {
    EmbeddedBroker broker = start(Map.of("warren.opentelemetry.sample_ratio", "0"));
    Channel channel = channel(broker);
    channel.queueDeclare("q", false, false, false, null);
    channel.confirmSelect();
    String notSampled = CREATED.replace("-01", "-00");
    channel.basicPublish("", "q", null, new byte[1]);
    channel.basicPublish(
        "",
        "q",
        new BasicProperties.Builder().headers(Map.of("traceparent", notSampled)).build(),
        new byte[2]);
    channel.basicPublish(
        "amq.fanout",
        "nobody",
        new BasicProperties.Builder().headers(Map.of("traceparent", CREATED)).build(),
        new byte[3]);
    channel.waitForConfirmsOrDie(PATIENCE.toMillis());

    assertThat(channel.basicGet("q", true).getProps().getHeaders()).isNull();
    assertThat(channel.basicGet("q", true).getProps().getHeaders().get("traceparent"))
        .hasToString(notSampled);
    assertThat(span("receive amq.fanout").attributes())
        .containsEntry("warrenmq.unroutable", true)
        .containsEntry("messaging.message.body.size", 3L);
    span("route amq.fanout");
    assertThat(collector.spans()).hasSize(2);
  }
}
