package io.warrenmq.server.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and every protocol's WebSockets on the management port, and on the port for everything. */
class ManagementIT {
  private static final int LARGE_BYTES = 5 << 20;
  private static final String UPGRADE =
      """
      GET /ws HTTP/1.1
      Host: here
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Protocol: %s
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  @TempDir Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    Path pages = Files.createDirectories(folder.resolve("pages/chat"));
    Files.writeString(pages.resolve("index.html"), "<p>chat</p>");
    Files.write(pages.resolve("large.bin"), new byte[LARGE_BYTES]);
    broker =
        EmbeddedBroker.start(
            folder.resolve("data"),
            Map.of(
                "management.tcp.listener", "127.0.0.1:0",
                "listeners.all.default", "127.0.0.1:0",
                "warren.examples.enabled", "true",
                "warren.examples.dir", folder.resolve("pages").toString()));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private InetSocketAddress address(String listener) {
    // On the management port nobody speaks AMQP itself.
    return broker.address(listener.equals("management") ? "management" : "amqp091");
  }

  private HttpResponse<byte[]> get(String listener, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + address(listener).getPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "everything"})
  void showsPages(String listener) throws Exception {
    assertThat(get(listener, "/").body()).asString().contains("/examples/chat/");
    assertThat(get(listener, "/examples/chat/").body()).asString().isEqualTo("<p>chat</p>");
    assertThat(get(listener, "/examples/chat/large.bin").body()).hasSize(LARGE_BYTES);
    assertThat(get(listener, "/examples/%2e%2e/data/").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "management, mqtt, 100e00044d5154540402003c00023a78, 20020000",
    "everything, mqtt, 100e00044d5154540402003c00023a78, 20020000",
    "management, amqp, 414d515000000901, 01",
    "everything, amqp, 414d515003010000, 414d515003010000",
  })
  void servesEveryProtocolsWebSockets(String listener, String subprotocol, String hex, String begin)
      throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(address(listener))) {
      peer.sendText(UPGRADE.formatted(subprotocol)).expectText("HTTP/1.1 101 ");
      assertThat(readHead(peer)).contains("sec-websocket-protocol: " + subprotocol + "\r\n");
      peer.send("82 %02x 00000000 %s".formatted(0x80 | hex.length() / 2, hex));
      byte[] start = peer.read(2);
      assertThat(start[0]).isEqualTo((byte) 0x82);
      if (start[1] == 126) {
        peer.read(2);
      }
      peer.expect(begin);
    }
  }

  @Test
  void answersPageAfterPageOnOneConnection() throws IOException {
    String request = "GET /examples/chat/ HTTP/1.1\r\nhost: here\r\n\r\n";
    try (ScriptedPeer peer = ScriptedPeer.connect(address("management"))) {
      peer.sendByteByByte(request.getBytes(UTF_8)).sendText(request.repeat(2));
      for (int i = 0; i < 3; i++) {
        assertThat(readHead(peer)).startsWith("HTTP/1.1 200 OK").contains("content-length: 11\r\n");
        peer.expectText("<p>chat</p>");
      }
      peer.sendText(request.replace("GET", "PUT").replace("here", "here\r\nconnection: close"));
      assertThat(new String(peer.readToClose(), UTF_8)).startsWith("HTTP/1.1 405 ");
    }
  }

  @Test
  void keepsThePagesOffThePortsOfProtocols() throws Exception {
    broker.close();
    broker =
        EmbeddedBroker.start(
            folder.resolve("other"), Map.of("web_mqtt.tcp.listener", "127.0.0.1:0"));
    try (ScriptedPeer peer = ScriptedPeer.connect(broker.address("web_mqtt"))) {
      peer.sendText("GET /ws HTTP/1.1\r\nhost: here\r\n\r\n").expectText("HTTP/1.1 426 ");
    }
  }

  private static String readHead(ScriptedPeer peer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.read(1)[0]);
    }
    return head.toString();
  }
}
