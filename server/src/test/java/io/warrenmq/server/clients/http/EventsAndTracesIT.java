package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in the broker and what goes through it, as RabbitMQ's clients are told of it. */
class EventsAndTracesIT {
  private static final String EVENTS = "amq.rabbitmq.event";
  private static final String TRACES = "amq.rabbitmq.trace";

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<Delivery> seen = new LinkedBlockingQueue<>();
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Connection connection;
  private Channel channel;

  private void start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("management.tcp.listener", "127.0.0.1:0");
    all.put("listeners.tcp.default", "127.0.0.1:0");
    broker = EmbeddedBroker.start(folder, all);
    connection = factory().newConnection("the client");
    channel = connection.createChannel();
  }

  private ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    return factory;
  }

  @AfterEach
  void stop() throws Exception {
    if (connection.isOpen()) {
      connection.close();
    }
    broker.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    String login =
        Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
    URI uri =
        URI.create("http://127.0.0.1:" + broker.address("management").getPort() + "/api/" + path);
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("authorization", "Basic " + login)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private void listenTo(String exchange, String key) throws Exception {
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, exchange, key);
    channel.basicConsume(queue, true, (tag, delivery) -> seen.add(delivery), tag -> {});
  }

  private Delivery next() throws Exception {
    Delivery delivery = seen.poll(10, TimeUnit.SECONDS);
    assertThat(delivery).as("nothing came").isNotNull();
    return delivery;
  }

  private Map<String, Object> event(String name) throws Exception {
    Delivery delivery = next();
    while (!delivery.getEnvelope().getRoutingKey().equals(name)) {
      delivery = next();
    }
    assertThat(delivery.getBody()).isEmpty();
    assertThat(delivery.getProperties().getDeliveryMode()).isEqualTo(2);
    assertThat(delivery.getProperties().getTimestamp()).isNotNull();
    return delivery.getProperties().getHeaders();
  }

  private static String text(Object value) {
    return value.toString();
  }

  // ---- events ----

  @Test
  void whatHappensIsPublishedToTheEventExchange() throws Exception {
    start(Map.of());
    listenTo(EVENTS, "#");
    channel.queueDeclare("q", true, false, false, Map.of("x-max-length", 5));
    Map<String, Object> queue = event("queue.created");
    assertThat(text(queue.get("name"))).isEqualTo("q");
    assertThat(text(queue.get("vhost"))).isEqualTo("/");
    assertThat(text(queue.get("type"))).isEqualTo("rabbit_classic_queue");
    assertThat(text(queue.get("user_who_performed_action"))).isEqualTo("guest");
    assertThat(queue).containsEntry("durable", true).containsEntry("auto_delete", false);
    assertThat(queue.get("timestamp_in_ms")).isInstanceOf(Long.class);

    channel.queueBind("q", "amq.direct", "k");
    Map<String, Object> binding = event("binding.created");
    assertThat(text(binding.get("source_name"))).isEqualTo("amq.direct");
    assertThat(text(binding.get("destination_name"))).isEqualTo("q");
    assertThat(text(binding.get("routing_key"))).isEqualTo("k");

    channel.queueDelete("q");
    assertThat(text(event("queue.deleted").get("name"))).isEqualTo("q");
  }

  @Test
  void connectionsChannelsAndConsumersComeAndGo() throws Exception {
    start(Map.of());
    listenTo(EVENTS, "#");
    try (Connection other = factory().newConnection("another")) {
      assertThat(text(event("user.authentication.success").get("name"))).isEqualTo("guest");
      Map<String, Object> created = event("connection.created");
      assertThat(text(created.get("user"))).isEqualTo("guest");
      Channel its = other.createChannel();
      Map<String, Object> opened = event("channel.created");
      assertThat(text(opened.get("connection"))).isEqualTo(text(created.get("name")));
      assertThat(opened).containsEntry("number", its.getChannelNumber());
      String queue = its.queueDeclare().getQueue();
      its.basicConsume(queue, true, "tag", (tag, delivery) -> {}, tag -> {});
      assertThat(text(event("consumer.created").get("consumer_tag"))).isEqualTo("tag");
    }
    event("channel.closed");
    event("connection.closed");

    ConnectionFactory stranger = factory();
    stranger.setPassword("wrong");
    assertThatThrownBy(stranger::newConnection).isNotNull();
    assertThat(text(event("user.authentication.failure").get("name"))).isEqualTo("guest");
  }

  @Test
  void operatorsAreSeenAtWork() throws Exception {
    start(Map.of());
    listenTo(EVENTS, "#");
    send("PUT", "users/bob", "{\"password\":\"b\",\"tags\":\"\"}");
    Map<String, Object> created = event("user.created");
    assertThat(text(created.get("name"))).isEqualTo("bob");
    assertThat(text(created.get("user_who_performed_action"))).isEqualTo("guest");
    send(
        "PUT",
        "policies/%2F/p",
        "{\"pattern\":\".*\",\"definition\":{\"max-length\":5},\"priority\":0}");
    assertThat(text(event("policy.set").get("name"))).isEqualTo("p");
    send("PUT", "vhosts/elsewhere", "{\"description\":\"a\"}");
    event("vhost.created");
    assertThat(text(event("permission.created").get("user_who_performed_action")))
        .isEqualTo("guest");
    send("PUT", "vhosts/elsewhere", "{\"description\":\"b\",\"tracing\":true}");
    assertThat(text(event("vhost.updated").get("description"))).isEqualTo("b");
    assertThat(event("vhost.updated")).containsEntry("tracing", true);
    send("DELETE", "vhosts/elsewhere", "");
    Map<String, Object> deleted = event("vhost.deleted");
    assertThat(text(deleted.get("name"))).isEqualTo("elsewhere");
    assertThat(text(deleted.get("user_who_performed_action"))).isEqualTo("guest");
    send("DELETE", "users/bob", "");
    assertThat(text(event("user.deleted").get("name"))).isEqualTo("bob");
  }

  @Test
  void theEventExchangeIsTheBrokersOwn() throws Exception {
    start(Map.of());
    assertThat(new JsonObject(send("GET", "exchanges/%2F/" + EVENTS, "").body()).getMap())
        .containsEntry("type", "topic")
        .containsEntry("internal", true)
        .containsEntry("durable", true);
    assertThatThrownBy(() -> channel.exchangeDelete(EVENTS))
        .hasStackTraceContaining("ACCESS_REFUSED");
  }

  @Test
  void theEventExchangeCanBeElsewhereOrNowhere() throws Exception {
    start(Map.of("event_exchange.vhost", "events"));
    assertThat(send("GET", "exchanges/%2F/" + EVENTS, "").statusCode()).isEqualTo(404);
    send("PUT", "vhosts/events", "{}");
    assertThat(send("GET", "exchanges/events/" + EVENTS, "").statusCode()).isEqualTo(200);
    stop();

    start(Map.of("event_exchange.vhost", "/", "warren.event_exchange", "false"));
    assertThat(send("GET", "exchanges/%2F/" + EVENTS, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aBrokerThatHadNoEventExchangeGetsOneAtItsStart() throws Exception {
    start(Map.of("warren.event_exchange", "false"));
    stop();
    start(Map.of());
    assertThat(send("GET", "exchanges/%2F/" + EVENTS, "").statusCode()).isEqualTo(200);
  }

  // ---- traces ----

  private void trace(boolean on) throws Exception {
    assertThat(send("PUT", "vhosts/%2F", new JsonObject().put("tracing", on).encode()).statusCode())
        .isEqualTo(204);
    assertThat(new JsonObject(send("GET", "vhosts/%2F", "").body()).getValue("tracing"))
        .isEqualTo(on);
  }

  @Test
  void aTracedVhostShowsWhatIsPublishedAndDelivered() throws Exception {
    start(Map.of());
    channel.queueDeclare("q", false, false, false, null);
    listenTo(TRACES, "#");
    trace(true);
    BasicProperties properties =
        new BasicProperties.Builder().contentType("text/plain").headers(Map.of("h", 1)).build();
    channel.basicPublish("", "q", properties, "hello".getBytes(StandardCharsets.UTF_8));

    Delivery published = next();
    assertThat(published.getEnvelope().getRoutingKey()).isEqualTo("publish.");
    assertThat(published.getEnvelope().getExchange()).isEqualTo(TRACES);
    assertThat(new String(published.getBody(), StandardCharsets.UTF_8)).isEqualTo("hello");
    Map<String, Object> headers = published.getProperties().getHeaders();
    assertThat(text(headers.get("exchange_name"))).isEmpty();
    assertThat(headers.get("routing_keys")).asString().isEqualTo("[q]");
    assertThat(headers.get("routed_queues")).asString().isEqualTo("[q]");
    assertThat(text(headers.get("vhost"))).isEqualTo("/");
    assertThat(text(headers.get("user"))).isEqualTo("guest");
    assertThat(headers).containsEntry("channel", channel.getChannelNumber());
    assertThat(headers.get("properties"))
        .asString()
        .contains("content_type=text/plain")
        .contains("headers={h=1}");

    GetResponse got = channel.basicGet("q", false);
    Delivery delivered = next();
    assertThat(delivered.getEnvelope().getRoutingKey()).isEqualTo("deliver.q");
    assertThat(delivered.getProperties().getHeaders()).containsEntry("redelivered", 0);
    channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
    channel.basicGet("q", true);
    assertThat(next().getProperties().getHeaders()).containsEntry("redelivered", 1);
    assertThat(seen).isEmpty();
  }

  @Test
  void tracingEnds() throws Exception {
    start(Map.of());
    listenTo(TRACES, "#");
    trace(true);
    trace(false);
    channel.basicPublish("", "nowhere", null, new byte[0]);
    trace(true);
    channel.basicPublish("", "somewhere", null, new byte[0]);
    assertThat(next().getProperties().getHeaders().get("routing_keys"))
        .asString()
        .isEqualTo("[somewhere]");
  }

  @Test
  void tracesOfLargeHeadersComeWithoutThem() throws Exception {
    start(Map.of());
    listenTo(TRACES, "#");
    trace(true);
    BasicProperties large =
        new BasicProperties.Builder().headers(Map.of("large", "x".repeat(131_000))).build();
    channel.basicPublish("", "q", large, "body".getBytes(StandardCharsets.UTF_8));
    Delivery traced = next();
    assertThat(traced.getProperties().getHeaders()).doesNotContainKey("properties");
    assertThat(new String(traced.getBody(), StandardCharsets.UTF_8)).isEqualTo("body");
  }

  // ---- the broker's own interceptors ----

  @Test
  void messagesGetTheTimesAndTheNodeThatTheyAreToHave() throws Exception {
    start(
        Map.of(
            "message_interceptors.incoming.set_header_timestamp.overwrite", "false",
            "message_interceptors.incoming.set_header_routing_node.overwrite", "true",
            "message_interceptors.outgoing.timestamp.enabled", "true"));
    String queue = channel.queueDeclare().getQueue();
    long before = System.currentTimeMillis();
    channel.basicPublish("", queue, null, new byte[0]);
    GetResponse plain = channel.basicGet(queue, true);
    Map<String, Object> headers = plain.getProps().getHeaders();
    assertThat((Long) headers.get("timestamp_in_ms")).isBetween(before, before + 60_000);
    assertThat(plain.getProps().getTimestamp().getTime() / 1000)
        .isEqualTo((Long) headers.get("timestamp_in_ms") / 1000);
    assertThat(text(headers.get("x-routed-by"))).isEqualTo("warren@localhost");
    assertThat(headers).containsKey("x-opt-rabbitmq-sent-time");

    BasicProperties dated =
        new BasicProperties.Builder()
            .timestamp(new Date(5000))
            .headers(Map.of("timestamp_in_ms", 5000L))
            .build();
    channel.basicPublish("", queue, dated, new byte[0]);
    GetResponse kept = channel.basicGet(queue, false);
    assertThat(kept.getProps().getTimestamp().getTime()).isEqualTo(5000);
    assertThat(kept.getProps().getHeaders()).containsEntry("timestamp_in_ms", 5000L);
    channel.basicAck(kept.getEnvelope().getDeliveryTag(), false);
    assertThat(channel.messageCount(queue)).isZero();
  }

  @Test
  void timesAreOverwrittenIfThatIsAskedFor() throws Exception {
    start(Map.of("message_interceptors.incoming.set_header_timestamp.overwrite", "true"));
    String queue = channel.queueDeclare().getQueue();
    BasicProperties dated =
        new BasicProperties.Builder()
            .timestamp(new Date(5000))
            .headers(Map.of("timestamp_in_ms", 5000L))
            .build();
    channel.basicPublish("", queue, dated, new byte[0]);
    BasicProperties got = channel.basicGet(queue, true).getProps();
    assertThat(got.getTimestamp().getTime()).isGreaterThan(5000);
    assertThat((Long) got.getHeaders().get("timestamp_in_ms")).isGreaterThan(5000);
  }

  @Test
  void messagesSayWhichMqttClientHasPublishedThem() throws Exception {
    start(
        Map.of(
            "mqtt.message_interceptors.incoming.set_client_id_annotation.enabled", "true",
            "mqtt.listeners.tcp.default", "127.0.0.1:0"));
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, "amq.topic", "sensors.*");
    channel.basicConsume(queue, true, (tag, delivery) -> seen.add(delivery), tag -> {});
    String uri = "tcp://127.0.0.1:" + broker.address("mqtt").getPort();
    try (MqttClient client = new MqttClient(uri, "thermometer", null)) {
      client.connect();
      client.publish("sensors/one", new byte[] {1}, 1, false);
      client.disconnect();
    }
    assertThat(text(next().getProperties().getHeaders().get("x-opt-mqtt-client-id")))
        .isEqualTo("thermometer");
  }

  @Test
  void tracesShowMessagesOfOtherProtocolsToo() throws Exception {
    start(Map.of("mqtt.listeners.tcp.default", "127.0.0.1:0"));
    listenTo(TRACES, "publish.#");
    trace(true);
    String uri = "tcp://127.0.0.1:" + broker.address("mqtt").getPort();
    try (MqttClient client = new MqttClient(uri, "thermometer", null)) {
      client.connect();
      client.publish("sensors/one", "21".getBytes(StandardCharsets.UTF_8), 1, false);
      client.disconnect();
    }
    Delivery published = next();
    assertThat(published.getEnvelope().getRoutingKey()).isEqualTo("publish.amq.topic");
    assertThat(published.getProperties().getHeaders().get("routing_keys"))
        .asString()
        .isEqualTo("[sensors.one]");
    assertThat(new String(published.getBody(), StandardCharsets.UTF_8)).isEqualTo("21");
  }
}
