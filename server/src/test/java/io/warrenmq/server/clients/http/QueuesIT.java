package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.vertx.core.json.JsonArray;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues and their messages by the API, beside a client of AMQP 0-9-1. */
class QueuesIT {
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Connection connection;
  private Channel channel;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            folder,
            Map.of(
                "management.tcp.listener", "127.0.0.1:0",
                "listeners.tcp.default", "127.0.0.1:0"));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection("the client");
    channel = connection.createChannel();
  }

  @AfterEach
  void stop() throws Exception {
    if (connection.isOpen()) {
      connection.close();
    }
    broker.close();
  }

  private HttpResponse<String> send(String method, String path, @Nullable JsonObject body)
      throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:" + broker.address("management").getPort() + "/api/" + path);
    String login =
        Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("authorization", "Basic " + login)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonArray get(String queue, String ackMode) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "queues/%2F/" + queue + "/get",
            new JsonObject().put("count", 10).put("ackmode", ackMode).put("encoding", "auto"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonArray(answer.body());
  }

  @Test
  void whatTheApiPublishesAClientGets() throws Exception {
    send("PUT", "queues/%2F/q", new JsonObject().put("durable", true));
    JsonObject properties =
        new JsonObject()
            .put("content_type", "text/plain")
            .put("delivery_mode", 2)
            .put("user_id", "guest")
            .put("timestamp", 1_700_000_000)
            .put("headers", new JsonObject().put("list", new JsonArray().add(1).add("x")));

    HttpResponse<String> published =
        send(
            "POST",
            "exchanges/%2F/amq.default/publish",
            new JsonObject()
                .put("routing_key", "q")
                .put("properties", properties)
                .put("payload", "AAH/")
                .put("payload_encoding", "base64"));

    assertThat(published.body()).isEqualTo("{\"routed\":true}");
    GetResponse got = channel.basicGet("q", true);
    assertThat(got.getBody()).containsExactly(0, 1, 255);
    assertThat(got.getProps().getContentType()).isEqualTo("text/plain");
    assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(got.getProps().getUserId()).isEqualTo("guest");
    assertThat(got.getProps().getTimestamp()).isEqualTo(new Date(1_700_000_000_000L));
    assertThat((List<?>) got.getProps().getHeaders().get("list")).hasSize(2).first().isEqualTo(1L);
  }

  @Test
  void whatAClientPublishesTheApiShows() throws Exception {
    channel.confirmSelect();
    channel.queueDeclare("q", true, false, false, Map.of());
    channel.queueDeclare("r", true, false, false, Map.of());
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .messageId("m")
            .priority(3)
            .headers(Map.of("n", 5, "table", Map.of("a", List.of("b"))))
            .build();
    channel.basicPublish("", "q", properties, "é".getBytes(StandardCharsets.UTF_8));
    channel.basicPublish("", "q", null, new byte[] {-1});
    channel.waitForConfirmsOrDie(10_000);

    JsonObject browsed = new JsonObject(send("GET", "queues/%2F/q/messages", null).body());
    JsonObject first = browsed.getJsonArray("items").getJsonObject(0);
    assertThat(browsed.getJsonArray("items")).hasSize(2);
    assertThat(first.getMap())
        .containsEntry("payload", "é")
        .containsEntry("payload_encoding", "string")
        .containsEntry("payload_bytes", 2)
        .containsEntry("position", 0);
    assertThat(first.getJsonObject("properties"))
        .isEqualTo(
            new JsonObject()
                .put(
                    "headers",
                    new JsonObject()
                        .put("n", 5)
                        .put("table", new JsonObject().put("a", new JsonArray().add("b"))))
                .put("priority", 3)
                .put("message_id", "m"));

    assertThat(send("POST", "queues/%2F/q/move", new JsonObject().put("destination", "r")).body())
        .isEqualTo("{\"moved\":2}");
    JsonArray taken = get("r", "ack_requeue_false");
    assertThat(taken).hasSize(2);
    assertThat(taken.getJsonObject(1).getString("payload")).isEqualTo("/w==");
    assertThat(taken.getJsonObject(0).getJsonObject("properties"))
        .isEqualTo(first.getJsonObject("properties"));
  }

  @Test
  void aPauseOutlivesTheBroker() throws Exception {
    channel.queueDeclare("q", true, false, false, Map.of());
    assertThat(send("PUT", "queues/%2F/q/pause", null).statusCode()).isEqualTo(204);
    channel.confirmSelect();
    channel.basicPublish(
        "", "q", new AMQP.BasicProperties.Builder().deliveryMode(2).build(), new byte[3]);
    channel.waitForConfirmsOrDie(10_000);

    stop();
    start();

    JsonObject queue = new JsonObject(send("GET", "queues/%2F/q", null).body());
    assertThat(queue.getMap()).containsEntry("state", "paused").containsEntry("messages", 1);
    assertThat(channel.basicGet("q", true)).isNull();
    assertThat(send("PUT", "queues/%2F/q/resume", null).statusCode()).isEqualTo(204);
    assertThat(channel.basicGet("q", true).getBody()).hasSize(3);
  }

  @Test
  void showsAClientsConsumer() throws Exception {
    channel.queueDeclare("mine", false, true, false, Map.of());
    channel.basicConsume("mine", false, "tag", (tag, delivery) -> {}, tag -> {});

    JsonObject queue = new JsonObject(send("GET", "queues/%2F/mine", null).body());

    String name = queue.getJsonObject("owner_pid_details").getString("name");
    assertThat(name).endsWith(":" + broker.address("amqp091").getPort());
    JsonObject consumer = queue.getJsonArray("consumer_details").getJsonObject(0);
    assertThat(consumer.getString("consumer_tag")).isEqualTo("tag");
    assertThat(consumer.getJsonObject("channel_details").getMap())
        .containsEntry("connection_name", name)
        .containsEntry("name", name + " (1)")
        .containsEntry("number", 1)
        .containsEntry("user", "guest");
    assertThat(send("DELETE", "queues/%2F/mine", null).statusCode()).isEqualTo(400);
  }
}
