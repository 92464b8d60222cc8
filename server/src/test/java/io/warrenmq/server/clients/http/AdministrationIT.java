package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.tls.Pki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, vhosts and health by the API, with clients and listeners that are real. */
class AdministrationIT {
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    Pki pki = new Pki(Files.createDirectories(folder.resolve("pki")));
    if (!Files.exists(folder.resolve("pki/own.crt"))) {
      pki.selfSigned("own");
    }
    broker =
        EmbeddedBroker.start(
            folder.resolve("data"),
            Map.of(
                "management.tcp.listener", "127.0.0.1:0",
                "listeners.tcp.default", "127.0.0.1:0",
                "listeners.ssl.default", "127.0.0.1:0",
                "mqtt.listeners.tcp.default", "127.0.0.1:0",
                "web_stomp.tcp.listener", "127.0.0.1:0",
                "ssl_options.certfile", pki.file("own.crt"),
                "ssl_options.keyfile", pki.file("own.key")));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:" + broker.address("management").getPort() + "/api" + path);
    String login =
        Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("authorization", "Basic " + login)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return send("GET", path, "").body();
  }

  private void change(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
  }

  private void makeUserAndVhost() throws Exception {
    change("PUT", "/users/u", "{\"password\":\"secret\",\"tags\":\"\"}");
    change("PUT", "/vhosts/v", "");
    change("PUT", "/permissions/v/u", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
  }

  private Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    factory.setUsername("u");
    factory.setPassword("secret");
    factory.setVirtualHost("v");
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  private String closedBy(String path) throws Exception {
    CompletableFuture<ShutdownSignalException> closed = new CompletableFuture<>();
    connect().addShutdownListener(closed::complete);
    change("DELETE", path, "");
    return closed.get(10, TimeUnit.SECONDS).getReason().toString();
  }

  @Test
  void aVhostThatIsDeletedTakesItsConnectionsAlong() throws Exception {
    makeUserAndVhost();

    assertThat(closedBy("/vhosts/v")).contains("320", "CONNECTION_FORCED", "vhost 'v' is deleted");
    assertThat(get("/users/u/permissions")).isEqualTo("[]");
  }

  @Test
  void aUserThatIsDeletedTakesItsConnectionsAlong() throws Exception {
    makeUserAndVhost();

    assertThat(closedBy("/users/u")).contains("320", "CONNECTION_FORCED", "user 'u' is deleted");
  }

  @Test
  void listenersAreCalledAsInRabbitMq() throws Exception {
    JsonArray listeners = new JsonObject(get("/overview")).getJsonArray("listeners");
    List<String> protocols = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      protocols.add(listeners.getJsonObject(i).getString("protocol"));
      int port = listeners.getJsonObject(i).getInteger("port");
      assertThat(get("/health/checks/port-listener/" + port)).contains("\"status\":\"ok\"");
    }

    assertThat(protocols)
        .containsExactlyInAnyOrder("amqp", "amqp/ssl", "mqtt", "http/web-stomp", "http");
    assertThat(send("GET", "/health/checks/protocol-listener/stomp", "").statusCode())
        .isEqualTo(503);
    assertThat(get("/health/checks/ready-to-serve-clients")).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void certificatesThatEndSoonAreFound() throws Exception {
    assertThat(get("/health/checks/certificate-expiration/20/days"))
        .isEqualTo("{\"status\":\"ok\"}"); // it has thirty

    HttpResponse<String> later = send("GET", "/health/checks/certificate-expiration/2/months", "");

    assertThat(later.statusCode()).isEqualTo(503);
    JsonArray expired = new JsonObject(later.body()).getJsonArray("expired");
    assertThat(expired).hasSize(1);
    assertThat(expired.getJsonObject(0).getString("protocol")).isEqualTo("amqp/ssl");
    assertThat(expired.getJsonObject(0).getString("certfile")).endsWith("own.crt");
    assertThat(expired.getJsonObject(0).getInteger("port")).isPositive();
  }

  @Test
  void whatWasSetIsThereAfterARestart() throws Exception {
    makeUserAndVhost();
    change("PUT", "/cluster-name", "{\"name\":\"ours\"}");
    change("POST", "/vhosts/v/deletion/protection", "");
    String hash = new JsonObject(get("/users/u")).getString("password_hash");

    broker.close();
    start();

    assertThat(get("/cluster-name")).isEqualTo("{\"name\":\"ours\"}");
    assertThat(send("DELETE", "/vhosts/v", "").statusCode()).isEqualTo(412);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(new JsonObject(get("/users/u")).getString("password_hash")).isEqualTo(hash);
    try (Connection connection = connect()) {
      assertThat(connection.getServerProperties().get("cluster_name")).hasToString("ours");
    }
    String attempts = get("/auth/attempts/warren@localhost");
    assertThat(attempts)
        .contains(
            "{\"protocol\":\"amqp091\",\"auth_attempts\":1,\"auth_attempts_failed\":0,"
                + "\"auth_attempts_succeeded\":1}");
  }
}
