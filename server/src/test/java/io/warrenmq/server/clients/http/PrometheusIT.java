package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a client at work, over their own port. */
class PrometheusIT {
  private static final int PUBLISHED = 50;
  private static final String OF_AMQP = "{protocol=\"amqp091\"} ";
  private static final String OF_CLASSIC =
      "{protocol=\"amqp091\",queue_type=\"rabbit_classic_queue\"} ";
  private static final String OF_QUEUE = "{vhost=\"/\",queue=\"a \\\"q\\\"\"} ";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path folder;
  private EmbeddedBroker broker;

  private void start(String... settings) throws Exception {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "prometheus.tcp.listener", "127.0.0.1:0",
                "listeners.tcp.default", "127.0.0.1:0"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    broker = EmbeddedBroker.start(folder, all);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + broker.address("prometheus").getPort() + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    return factory.newConnection("the client");
  }

  /** Publishes with confirms, and consumes all but one, which it gets and keeps. */
  private static void work(Channel channel) throws Exception {
    CountDownLatch consumed = new CountDownLatch(PUBLISHED);
    channel.queueDeclare("a \"q\"", false, false, false, null);
    channel.confirmSelect();
    String tag =
        channel.basicConsume(
            "a \"q\"",
            false,
            (consumer, delivery) -> {
              channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
              consumed.countDown();
            },
            consumer -> {});
    for (int i = 0; i < PUBLISHED; i++) {
      channel.basicPublish("", "a \"q\"", null, new byte[10]);
    }
    channel.waitForConfirmsOrDie(10_000);
    assertThat(consumed.await(10, TimeUnit.SECONDS)).isTrue();
    channel.basicCancel(tag);
    channel.basicPublish("", "a \"q\"", null, new byte[1_000]);
    channel.waitForConfirmsOrDie(10_000);
    assertThat(channel.basicGet("a \"q\"", false)).isNotNull();
  }

  @Test
  void showsWhatAClientDoesInSumsAndByObject() throws Exception {
    start();
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      work(channel);
      await()
          .untilAsserted(
              () ->
                  assertThat(get("/metrics").body())
                      .contains(
                          "\nrabbitmq_global_messages_acknowledged_total"
                              + OF_CLASSIC
                              + PUBLISHED
                              + "\n"));

      HttpResponse<String> sums = get("/metrics");
      assertThat(sums.headers().firstValue("content-type")).contains("text/plain; version=0.0.4");
      assertThat(sums.body())
          .contains(
              "\nrabbitmq_global_messages_received_total" + OF_AMQP + 51 + "\n",
              "\nrabbitmq_global_messages_confirmed_total" + OF_AMQP + 51 + "\n",
              "\nrabbitmq_global_messages_delivered_consume_manual_ack_total"
                  + OF_CLASSIC
                  + 50
                  + "\n",
              "\nrabbitmq_global_messages_delivered_get_manual_ack_total" + OF_CLASSIC + 1 + "\n",
              "\nrabbitmq_global_publishers" + OF_AMQP + 1 + "\n",
              "\nrabbitmq_message_size_bytes_bucket{protocol=\"amqp091\",le=\"100.0\"} 50\n",
              "\nrabbitmq_message_size_bytes_sum" + OF_AMQP + 1500 + "\n",
              "\nrabbitmq_connections 1\n",
              "\nrabbitmq_channels 1\n",
              "\nrabbitmq_queue_messages_unacked 1\n",
              "\nrabbitmq_auth_attempts_succeeded_total" + OF_AMQP + 1 + "\n",
              "\njvm_threads_live_threads ");

      assertThat(get("/metrics/per-object").body())
          .contains(
              "\nrabbitmq_queue_messages_acked_total" + OF_QUEUE + 50 + "\n",
              "\nrabbitmq_queue_messages_unacked" + OF_QUEUE + 1 + "\n");
      assertThat(
              get("/metrics/detailed?family=channel_metrics&family=connection_coarse_metrics")
                  .body())
          .contains("\nrabbitmq_detailed_channel_messages_unacked{channel=\"127.0.0.1:")
          .doesNotContain("rabbitmq_detailed_connection_incoming_bytes_total 0\n");
    }
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    start();

    HttpResponse<String> head =
        http.send(
            request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
  }

  @Test
  void asksForALoginAndMovesItsPathAsConfigured() throws Exception {
    start("prometheus.authentication.enabled", "true", "prometheus.path", "/m");

    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    assertThat(get("/m").statusCode()).isEqualTo(401);
    HttpRequest known = request("/m").header("authorization", "Basic Z3Vlc3Q6Z3Vlc3Q=").build();
    assertThat(http.send(known, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void isNotServedWhereEveryProtocolIs() throws Exception {
    start("listeners.all.default", "127.0.0.1:0", "listeners.tcp.default", "none");
    InetSocketAddress every = broker.address("amqp091");
    assertThat(every.getPort()).isNotEqualTo(broker.address("prometheus").getPort());

    try (Socket socket = new Socket(every.getAddress(), every.getPort())) {
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).doesNotContain("rabbitmq_").contains(" 404 ");
    }
  }
}
