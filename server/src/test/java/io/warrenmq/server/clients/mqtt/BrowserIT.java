package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.Chromium;
import io.warrenmq.server.clients.MqttUnderTest;
import io.warrenmq.server.clients.PageServer;
import io.warrenmq.server.clients.mqtt.WebSocketClient.Library;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages in Chromium, with MQTT.js, and a Java client at the other side. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class BrowserIT extends MqttTest {
  private static final int BROWSER_SECONDS = 30; // to start, and for what a page does
  private static final String MQTT_JS = "mqtt/dist/mqtt.min.js";
  private static final Path DOCUMENT = Path.of("..", "docs", "protocols", "mqtt.md");
  private static final Path ECHO = Path.of("src", "test", "clients", "browser", "echo.html");
  private static final String URL_IN_DOCUMENT = "ws://localhost:15675/ws";
  private static final String LIBRARY_IN_DOCUMENT = "https://unpkg.com/mqtt@5/dist/mqtt.min.js";

  /** Tells what the page of the document shows, and writes one line as its user would. */
  private static final String USER =
      """
      <script>
        const list = document.querySelector('ul');
        new MutationObserver(() => {
          fetch('/told', { method: 'POST', body: list.lastChild.textContent });
          if (list.children.length === 1) {
            input.value = 'from the page';
            document.querySelector('form').requestSubmit();
          }
        }).observe(list, { childList: true });
      </script>
      """;

  private static final String ORIGIN_PAGE =
      """
      <!DOCTYPE html>
      <script>
        const tell = (text) => fetch('/told', { method: 'POST', body: text });
        const port = location.search.slice(1);
        const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'mqtt');
        socket.onopen = () => tell('open');
        socket.onerror = () => tell('refused');
      </script>
      """;

  @TempDir Path folder;

  @BeforeAll
  static void brokerSpeaksWebSocket() {
    assumeTrue(MqttUnderTest.webSocketPort().isPresent(), NO_WEB_SOCKET);
  }

  private static String url() {
    int port = MqttUnderTest.webSocketPort().orElseThrow();
    return "ws://" + MqttUnderTest.host() + ":" + port + "/ws";
  }

  private Chromium open(String host, PageServer pages, String query) throws IOException {
    URI page = URI.create("http://" + host + ":" + pages.port() + "/" + query);
    return closing(Chromium.open(page, folder));
  }

  private static void awaitTold(String text, PageServer pages, Chromium browser) throws Exception {
    String told = pages.told().poll(BROWSER_SECONDS, TimeUnit.SECONDS);
    assertThat(told).as("what the page tells; Chromium says:%n%s", browser.log()).isEqualTo(text);
  }

  @Test
  void pageOfTheDocumentTalksWithAJavaClient() throws Exception {
    String document = Files.readString(DOCUMENT);
    String page = document.split("```html\n")[1].split("```")[0];
    assertThat(page).contains(URL_IN_DOCUMENT, LIBRARY_IN_DOCUMENT);
    PageServer pages =
        closing(
            new PageServer(
                page.replace(URL_IN_DOCUMENT, url()).replace(LIBRARY_IN_DOCUMENT, "/mqtt.min.js")
                    + USER,
                MQTT_JS));
    WebSocketClient client = closing(Library.PAHO_5.connect(name(), "/ws"));
    client.subscribe("chat", 1);

    Chromium browser = open("127.0.0.1", pages, "");

    awaitTold("connected", pages, browser);
    awaitTold("from the page", pages, browser);
    assertThat(client.take(BROWSER_SECONDS).payload()).isEqualTo("from the page".getBytes(UTF_8));
    client.publish("chat", "from Java".getBytes(UTF_8), 1);
    awaitTold("from Java", pages, browser);
  }

  @Test
  void payloadsPassThroughABrowserUnchanged() throws Exception {
    String topic = name();
    String page = Files.readString(ECHO).replace("BROKER", url()).replace("TOPIC", topic);
    PageServer pages = closing(new PageServer(page, MQTT_JS));
    WebSocketClient client = closing(Library.HIVEMQ.connect(name(), "/ws"));
    client.subscribe(topic + "/answers", 2);

    Chromium browser = open("127.0.0.1", pages, "");

    awaitTold("ready", pages, browser);
    for (int qos = 0; qos <= 2; qos++) {
      byte[] payload = new byte[1 << 20];
      new Random(qos).nextBytes(payload);
      client.publish(topic + "/questions", payload, qos);
      WebSocketClient.Received answer = client.take(BROWSER_SECONDS);
      assertThat(answer.payload()).isEqualTo(payload);
      assertThat(answer.qos()).isEqualTo(qos);
    }
  }

  @Test
  void pagesOfAnotherOriginAreKeptOut() throws Exception {
    PageServer pages = closing(new PageServer(ORIGIN_PAGE, MQTT_JS));
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            folder.resolve("data"),
            Map.of(
                "web_mqtt.tcp.listener",
                "127.0.0.1:0",
                "web_mqtt.allow_origins.1",
                "http://127.0.0.1:" + pages.port()))) {
      String query = "?" + broker.address("web_mqtt").getPort();

      awaitTold("refused", pages, open("localhost", pages, query));
      awaitTold("open", pages, open("127.0.0.1", pages, query));
    }
  }
}
