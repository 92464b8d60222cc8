package io.warrenmq.server.clients.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.BrowserPage;
import io.warrenmq.server.clients.Chromium;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution's example pages in Chromium, as the broker itself shows them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ExamplePagesIT {
  private static final Path EXAMPLES = Path.of("target", "warrenmq", "examples");
  private static final Pattern LINK = Pattern.compile("href=\"([^\":]+)\"");
  private static final int PATIENCE_SECONDS = 30;

  private static final String CONNECTED = "document.body?.dataset.state === 'connected'";
  private static final String LOG_IN = "document.getElementById('login').requestSubmit()";
  private static final String LINES =
      "[...document.querySelectorAll('#messages li')]"
          + ".map((line) => line.querySelector('b').textContent"
          + " + ': ' + line.querySelector('span').textContent)";
  private static final String SENSORS =
      "Object.fromEntries([...document.querySelectorAll('#sensors article')]"
          + ".map((card) => [card.querySelector('h3').textContent,"
          + " card.querySelector('p').textContent]))";

  @TempDir static Path browserFolder;
  private static Chromium chromium;

  @TempDir Path folder;
  private final List<BrowserPage> pages = new ArrayList<>();
  private EmbeddedBroker broker;

  @BeforeAll
  static void startBrowser() throws Exception {
    assertThat(EXAMPLES.resolve("lib/mqtt.min.js"))
        .as("a library of the pages: run make test, which fetches it")
        .exists();
    chromium = Chromium.open(browserFolder);
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker = start(0);
  }

  @AfterEach
  void stop() throws Exception {
    for (BrowserPage page : pages) {
      page.close();
    }
    broker.close();
  }

  private EmbeddedBroker start(int port) throws Exception {
    return EmbeddedBroker.start(
        folder.resolve("data"),
        Map.of(
            "management.tcp.listener",
            "127.0.0.1:" + port,
            "listeners.tcp.default",
            "127.0.0.1:0",
            "warren.examples.enabled",
            "true",
            "warren.examples.dir",
            EXAMPLES.toAbsolutePath().toString()));
  }

  private void restart(BrowserPage page) throws Exception {
    int port = broker.address("management").getPort();
    broker.close();
    page.await("document.body.dataset.state === 'connecting'");
    broker = start(port);
    page.await(CONNECTED);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + broker.address("management").getPort() + path);
  }

  private BrowserPage open(String path) throws Exception {
    BrowserPage page = chromium.openPage(uri(path));
    pages.add(page);
    page.await("location.protocol === 'http:' && document.readyState === 'complete'");
    return page;
  }

  private BrowserPage openChat(String nick, String room) throws Exception {
    BrowserPage page = open("/examples/chat/#" + room);
    page.evaluate("document.getElementById('login').elements.nick.value = '" + nick + "'");
    page.evaluate(LOG_IN);
    page.await(CONNECTED);
    return page;
  }

  private BrowserPage openDashboard() throws Exception {
    BrowserPage page = open("/examples/dashboard/");
    page.evaluate(LOG_IN);
    page.await(CONNECTED);
    return page;
  }

  private static void say(BrowserPage page, String text) throws Exception {
    page.evaluate("document.querySelector('#say input').value = '" + text + "'");
    page.evaluate("document.getElementById('say').requestSubmit()");
  }

  private static void awaitLines(BrowserPage page, String... lines) throws Exception {
    String wanted = List.of(lines).stream().map(line -> '"' + line + '"').toList().toString();
    page.await("JSON.stringify(" + LINES + ") === JSON.stringify(" + wanted + ")");
  }

  private static void awaitSensor(BrowserPage page, String name, String value) throws Exception {
    page.await(SENSORS + "['" + name + "'] === '" + value + "'");
  }

  private Connection amqp() throws Exception {
    InetSocketAddress address = broker.address("amqp091");
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(address.getHostString());
    factory.setPort(address.getPort());
    return factory.newConnection("beside the page");
  }

  private void publish(String key, Map<String, Object> headers, String body) throws Exception {
    try (Connection connection = amqp();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      BasicProperties properties = new BasicProperties.Builder().headers(headers).build();
      channel.basicPublish("amq.topic", key, properties, body.getBytes(UTF_8));
      channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
  }

  @Test
  void chatsInOneRoomSeeEachOther() throws Exception {
    BrowserPage ann = openChat("Ann", "garden");
    BrowserPage bob = openChat("Bob", "garden");
    BrowserPage eve = openChat("Eve", "cellar");

    say(ann, "hello");
    awaitLines(bob, "Ann: hello");
    say(bob, "hi, Ann");
    say(eve, "alone");

    awaitLines(ann, "Ann: hello", "Bob: hi, Ann");
    awaitLines(bob, "Ann: hello", "Bob: hi, Ann");
    awaitLines(eve, "Eve: alone");
    ann.await("document.getElementById('people').innerText === 'Ann\\nBob'");
    ann.await("document.getElementById('rooms').innerText.includes('cellar (1)')");
    assertThat(ann.complaints()).isEmpty();
  }

  @Test
  void whoChangesTheRoomIsShownWhatWasSaidThere() throws Exception {
    BrowserPage ann = openChat("Ann", "garden");
    say(ann, "first");
    say(ann, "second");
    awaitLines(ann, "Ann: first", "Ann: second");
    BrowserPage bob = openChat("Bob", "cellar");

    bob.evaluate("location.hash = 'garden'");
    awaitLines(bob, "Ann: first", "Ann: second");
    bob.evaluate("location.hash = 'cellar'");
    say(bob, "nobody here");

    awaitLines(bob, "Bob: nobody here");
    awaitLines(ann, "Ann: first", "Ann: second");
  }

  @Test
  void chatShowsMarkupAsText() throws Exception {
    BrowserPage ann = openChat("Ann", "garden");
    String markup = "<img src=x onerror=document.title=1><b>bold</b>";

    publish("chat.garden", Map.of("nick", "<i>Mallory</i>"), markup);

    awaitLines(ann, "<i>Mallory</i>: " + markup);
    assertThat(ann.evaluate("document.querySelectorAll('#messages li *').length")).isEqualTo(3);
    assertThat(ann.evaluate("document.title")).isEqualTo("WarrenMQ: chat");
  }

  @Test
  void chatGoesOnWhenTheBrokerIsBack() throws Exception {
    BrowserPage ann = openChat("Ann", "garden");
    say(ann, "before");
    awaitLines(ann, "Ann: before");

    restart(ann);
    awaitLines(ann, "Ann: before");
    say(ann, "after");

    awaitLines(ann, "Ann: before", "Ann: after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "dashboard"})
  void refusedLoginIsSaidAndCanBeTriedAgain(String example) throws Exception {
    BrowserPage page = open("/examples/" + example + "/");
    page.evaluate(
        "{ const form = document.getElementById('login').elements;"
            + " if (form.nick) form.nick.value = 'Ann';"
            + " form.password.value = 'wrong'; }");
    page.evaluate(LOG_IN);
    page.await("document.getElementById('error').innerText !== ''");
    page.await("document.body.dataset.state === 'disconnected'");

    page.evaluate("document.getElementById('login').elements.password.value = 'guest'");
    page.evaluate(LOG_IN);

    page.await(CONNECTED);
    page.await("document.getElementById('error').hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "dashboard"})
  void policyKeepsOtherScriptsOut(String example) throws Exception {
    BrowserPage page = open("/examples/" + example + "/");

    page.evaluate(
        "{ const script = document.createElement('script');"
            + " script.textContent = 'window.ran = true'; document.body.append(script); }");

    assertThat(page.evaluate("window.ran === true")).isEqualTo(false);
    assertThat(page.complaints()).isNotEmpty();
  }

  @Test
  void dashboardShowsSensorsAndTheBroker() throws Exception {
    BrowserPage page = openDashboard();

    publish("sensors.kitchen.temperature", Map.of(), "21.5");
    publish("sensors.door", Map.of(), "<b>open</b>");

    awaitSensor(page, "kitchen/temperature", "21.5");
    awaitSensor(page, "door", "<b>open</b>");
    page.await("document.getElementById('version').innerText.startsWith('WarrenMQ version ')");
    page.await("document.getElementById('figures').innerText.includes('MQTT clients')");
    page.await(
        "document.querySelector('#sensors canvas:not([hidden])').getContext('2d')"
            + ".getImageData(0, 0, 10_000, 10_000).data.some((colour) => colour !== 0)");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void dashboardPublishesSamples() throws Exception {
    BrowserPage page = openDashboard();
    BlockingQueue<String> keys = new LinkedBlockingQueue<>();
    try (Connection connection = amqp()) {
      Channel channel = connection.createChannel();
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "amq.topic", "sensors.#");
      channel.basicConsume(
          queue,
          true,
          (tag, message) -> keys.add(message.getEnvelope().getRoutingKey()),
          tag -> {});

      page.evaluate("document.getElementById('samples').click()");

      assertThat(keys.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isEqualTo("sensors.sample.temperature");
      page.await(SENSORS + "['sample/pressure']?.startsWith('101')");
    }
  }

  @Test
  void dashboardGoesOnWhenTheBrokerIsBack() throws Exception {
    BrowserPage page = openDashboard();
    publish("sensors.door", Map.of(), "open");
    awaitSensor(page, "door", "open");

    restart(page);
    publish("sensors.door", Map.of(), "closed");

    awaitSensor(page, "door", "closed");
  }

  @Test
  void indexLeadsToWhatThereIs() throws Exception {
    String index = Files.readString(EXAMPLES.resolve("index.html"));

    List<String> links = LINK.matcher(index).results().map((MatchResult r) -> r.group(1)).toList();

    assertThat(links).contains("chat/", "dashboard/", "lib/LICENSES.txt");
    for (String link : links) {
      HttpRequest request = HttpRequest.newBuilder(uri("/examples/" + link)).build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
          .as(link)
          .isEqualTo(200);
    }
  }
}
