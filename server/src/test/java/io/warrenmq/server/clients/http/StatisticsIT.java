package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of a client at work: its numbers are those that it has made. */
class StatisticsIT {
  private static final int PUBLISHED = 50;

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
                "listeners.tcp.default", "127.0.0.1:0",
                "collect_statistics_interval", "1000"));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
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

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).header("authorization", login()).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + broker.address("management").getPort() + "/api/" + path);
  }

  private static String login() {
    return "Basic "
        + Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject object(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private JsonObject only(String path) throws Exception {
    JsonArray all = new JsonArray(get(path).body());
    assertThat(all).as(path).hasSize(1);
    return all.getJsonObject(0);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Publishes with confirms, consumes all but one, and gets that one. */
  private void work() throws Exception {
    CountDownLatch consumed = new CountDownLatch(PUBLISHED);
    channel.queueDeclare("q", false, false, false, null);
    channel.confirmSelect();
    channel.basicQos(7);
    channel.basicConsume(
        "q",
        false,
        "tag",
        (tag, delivery) -> {
          channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          consumed.countDown();
        },
        tag -> {});
    for (int i = 0; i < PUBLISHED; i++) {
      channel.basicPublish("", "q", null, new byte[100]);
    }
    channel.waitForConfirmsOrDie(10_000);
    assertThat(consumed.await(10, TimeUnit.SECONDS)).isTrue();
    channel.basicPublish("", "nowhere", null, new byte[10]);
    channel.basicPublish("", "nowhere", true, null, new byte[10]);
    channel.waitForConfirmsOrDie(10_000);
    channel.basicGet("q", true);
  }

  @Test
  void countsWhatAClientDoes() throws Exception {
    work();

    JsonObject session = only("channels");
    assertThat(session.getJsonObject("message_stats").getMap())
        .containsAllEntriesOf(
            Map.of(
                "publish",
                PUBLISHED + 2,
                "confirm",
                PUBLISHED + 2,
                "drop_unroutable",
                1,
                "return_unroutable",
                1,
                "deliver",
                PUBLISHED,
                "ack",
                PUBLISHED,
                "deliver_get",
                PUBLISHED,
                "get_empty",
                1));
    assertThat(session.getBoolean("confirm")).isTrue();
    assertThat(session.getInteger("prefetch_count")).isEqualTo(7);
    assertThat(session.getInteger("messages_unacknowledged")).isZero();
    assertThat(session.getString("name")).isEqualTo(only("connections").getString("name") + " (1)");
    JsonObject totals = object("overview").getJsonObject("message_stats");
    assertThat(totals.getInteger("publish")).isEqualTo(PUBLISHED + 2);
    assertThat(totals.getInteger("ack")).isEqualTo(PUBLISHED);
  }

  @Test
  void showsConnectionAndConsumerAsTheyAre() throws Exception {
    work();

    JsonObject shown = only("connections");
    assertThat(shown.getString("user_provided_name")).isEqualTo("the client");
    assertThat(shown.getString("protocol")).isEqualTo("AMQP 0-9-1");
    assertThat(shown.getString("auth_mechanism")).isEqualTo("PLAIN");
    assertThat(shown.getInteger("channel_max")).isEqualTo(2047);
    assertThat(shown.getInteger("channels")).isEqualTo(1);
    assertThat(shown.getLong("recv_oct")).isGreaterThan(PUBLISHED * 100L);
    assertThat(shown.getLong("send_oct")).isGreaterThan(PUBLISHED * 100L);
    assertThat(shown.getString("state")).isEqualTo("running");
    JsonObject consumer = only("consumers/%2F");
    assertThat(consumer.getString("consumer_tag")).isEqualTo("tag");
    assertThat(consumer.getJsonObject("queue").getString("name")).isEqualTo("q");
    assertThat(consumer.getBoolean("ack_required")).isTrue();
    assertThat(consumer.getInteger("prefetch_count")).isEqualTo(7);
    String name = encoded(shown.getString("name"));
    assertThat(object("connections/" + name).getString("vhost")).isEqualTo("/");
    assertThat(object("channels/" + name + "%20(1)").getJsonArray("consumer_details")).hasSize(1);
    assertThat(get("connections/nobody").statusCode()).isEqualTo(404);
  }

  private JsonObject publishes() throws Exception {
    return object("overview?msg_rates_age=10&msg_rates_incr=1")
        .getJsonObject("message_stats")
        .getJsonObject("publish_details");
  }

  @Test
  void knowsRatesAndWhatWas() throws Exception {
    work();
    Predicate<JsonObject> moves =
        publishes ->
            publishes.getDouble("rate") > 0 && publishes.getJsonArray("samples").size() > 1;

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              channel.basicPublish("", "q", null, new byte[100]);
              return moves.test(publishes());
            });
    JsonArray samples = publishes().getJsonArray("samples");
    assertThat(samples).hasSizeBetween(2, 11);
    assertThat(samples.getJsonObject(0).getLong("sample")).isGreaterThan(PUBLISHED);
  }

  /** Also those that are closed. */
  @Test
  void addsUpWhatTheSessionsOfAVhostDo() throws Exception {
    work();
    await().atMost(Duration.ofSeconds(20)).until(() -> published("/") == PUBLISHED + 2);
    assertThat(object("queues/%2F/q").getDouble("consumer_utilisation")).isPositive();

    channel.close();
    channel = connection.createChannel();
    channel.queueDeclare("other", false, false, false, null);
    channel.basicPublish("", "other", null, new byte[100]);

    await().atMost(Duration.ofSeconds(20)).until(() -> published("/") == PUBLISHED + 3);
    JsonObject stats = object("vhosts/%2F").getJsonObject("message_stats");
    assertThat(stats.getInteger("confirm")).isEqualTo(PUBLISHED + 2);
    assertThat(stats.getInteger("deliver")).isEqualTo(PUBLISHED);
    assertThat(object("queues/%2F/q").getDouble("consumer_utilisation")).isZero();
  }

  private int published(String vhost) throws Exception {
    JsonObject stats = object("vhosts/" + encoded(vhost)).getJsonObject("message_stats");
    return stats == null ? 0 : stats.getInteger("publish");
  }

  @Test
  void closesAConnectionWithAReason() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    String[] told = new String[1];
    connection.addShutdownListener(
        cause -> {
          told[0] = cause.getMessage();
          closed.countDown();
        });
    HttpRequest request =
        HttpRequest.newBuilder(uri("connections/" + encoded(only("connections").getString("name"))))
            .header("authorization", login())
            .header("x-reason", "enough for today")
            .DELETE()
            .build();

    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(told[0]).contains("enough for today");
    await().until(() -> new JsonArray(get("connections").body()).isEmpty());
  }

  @Test
  void goesOnTellingWhoWantsEvents() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("overview?columns=object_totals&interval=1"))
            .header("authorization", login())
            .header("accept", "text/event-stream")
            .build();
    HttpResponse<Stream<String>> events = http.send(request, BodyHandlers.ofLines());
    assertThat(events.headers().firstValue("content-type")).contains("text/event-stream");
    Iterator<String> lines = events.body().filter(line -> line.startsWith("data: ")).iterator();
    assertThat(queues(lines.next())).isZero();

    channel.queueDeclare("another", false, false, false, null);

    assertThat(queues(lines.next())).isEqualTo(1);
  }

  private static int queues(String event) {
    return new JsonObject(event.substring("data: ".length()))
        .getJsonObject("object_totals")
        .getInteger("queues");
  }
}
