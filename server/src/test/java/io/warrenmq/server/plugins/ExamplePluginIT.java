package io.warrenmq.server.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.boot.StartException;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin of {@code examples/plugin-line}, built as a stranger builds it and put into the
 * plugins folder, beside two that are broken.
 */
class ExamplePluginIT {
  private static Path plugins;

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Connection connection;
  private Channel channel;

  @BeforeAll
  @Timeout(360)
  static void buildPlugin() throws Exception {
    Path jar = ExampleBuild.run();
    plugins = Files.createTempDirectory(jar.getParent(), "plugins");
    Files.copy(jar, plugins.resolve(jar.getFileName()));
    Files.writeString(plugins.resolve("a-broken.jar"), "this is no jar");
    try (OutputStream file = Files.newOutputStream(plugins.resolve("b-broken.jar"));
        JarOutputStream broken = new JarOutputStream(file)) {
      broken.putNextEntry(new JarEntry("META-INF/services/" + ExchangeType.class.getName()));
      broken.write("com.example.NotThere".getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeEach
  void start() throws Exception {
    start(Map.of());
  }

  private void start(Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("plugin.line.listeners.tcp.default", "127.0.0.1:0");
    settings.putIfAbsent("warren.plugins.dir", plugins.toString());
    broker = EmbeddedBroker.start(folder.resolve("data"), settings);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    connection = factory.newConnection();
    channel = connection.createChannel();
  }

  @AfterEach
  void stop() {
    connection.abort();
    broker.close();
  }

  private ScriptedPeer lineClient() throws IOException {
    ScriptedPeer client = ScriptedPeer.connect(broker.address("line"));
    client.sendText("HELLO 1\n").expectText("OK WarrenMQ ");
    client.sendText("LOGIN guest guest\n");
    String rest = "";
    while (!rest.endsWith("OK LOGIN\n")) { // behind the version
      rest += new String(client.read(1), StandardCharsets.UTF_8);
    }
    return client;
  }

  private void declareDurable(String queue) throws IOException {
    channel.queueDeclare(queue, true, false, false, null);
  }

  @Test
  void amqpReadsWhatALineClientPublishes() throws Exception {
    declareDurable("q");

    try (ScriptedPeer client = lineClient()) {
      client.sendText("PUB - q grüße\n").expectText("DONE 1\n");
      GetResponse got = channel.basicGet("q", true);

      assertThat(new String(got.getBody(), StandardCharsets.UTF_8)).isEqualTo("grüße");
      assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("q");
      assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
    }
  }

  @Test
  void aLineClientReadsWhatAmqpPublishes() throws Exception {
    declareDurable("q");

    try (ScriptedPeer client = lineClient()) {
      client.sendText("SUB q\n").expectText("OK SUB\n");
      channel.basicPublish(
          "", "q", MessageProperties.TEXT_PLAIN, "two\nlines".getBytes(StandardCharsets.UTF_8));
      client.expectText("MSG 1 q two\\nlines\n").sendText("ACK 1\nQUIT\n").expectText("BYE\n");
    }

    assertThat(channel.messageCount("q")).isZero();
  }

  @Test
  void whatALineClientDoesNotAcknowledgeIsForOthers() throws Exception {
    declareDurable("q");

    try (ScriptedPeer client = lineClient()) {
      client.sendText("PUB - q x\n").expectText("DONE 1\n");
      client.sendText("GET q\n").expectText("MSG 1 q x\n");
    }

    Awaitility.await().until(() -> channel.messageCount("q") == 1);
    assertThat(channel.basicGet("q", true).getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void routesByTheExchangeTypeForBothProtocols() throws Exception {
    channel.exchangeDeclare("calls", "x-longest-prefix");
    for (String prefix : new String[] {"", "+49", "+4930"}) {
      channel.queueDeclare("to" + prefix, false, true, false, null);
      channel.queueBind("to" + prefix, "calls", prefix);
    }
    channel.confirmSelect();

    channel.basicPublish("calls", "+4930123", null, new byte[1]);
    channel.basicPublish("calls", "+4989123", null, new byte[1]);
    channel.waitForConfirmsOrDie(10_000);
    try (ScriptedPeer client = lineClient()) {
      client.sendText("PUB calls +431 hello\n").expectText("DONE 1\n");
    }

    assertThat(channel.messageCount("to+4930")).isEqualTo(1);
    assertThat(channel.messageCount("to+49")).isEqualTo(1);
    assertThat(channel.messageCount("to")).isEqualTo(1);
  }

  @Test
  void refusesWhatTheExchangeTypeRefuses() {
    assertThatThrownBy(
            () ->
                channel.exchangeDeclare(
                    "calls", "x-longest-prefix", false, false, Map.of("x-prefixes", "some")))
        .hasStackTraceContaining("406")
        .hasStackTraceContaining("x-prefixes must be 'longest' or 'all'");
  }

  @Test
  void readsItsMessagesBackAfterARestart() throws Exception {
    declareDurable("q");
    try (ScriptedPeer client = lineClient()) {
      client.sendText("PUB - q kept\n").expectText("DONE 1\n");
    }

    stop();
    start();

    try (ScriptedPeer client = lineClient()) {
      client.sendText("GET q\n").expectText("MSG 1 q kept\n");
    }
  }

  @Test
  void leavesAPluginOutWhoseSettingsAreWrong() throws Exception {
    stop();

    start(Map.of("plugin.line.prefetch", "0"));

    assertThatThrownBy(() -> broker.address("line")).hasMessageContaining("no listener serves");
    declareDurable("q"); // the others go on
  }

  @Test
  void isMissedAsLongAsAQueueHasAMessageOfItsFormat() throws Exception {
    Map<String, String> without = Map.of("warren.plugins.dir", folder.toString());
    declareDurable("q");
    try (ScriptedPeer client = lineClient()) {
      client.sendText("PUB - q kept\n").expectText("DONE 1\n");
    }
    stop();

    assertThatThrownBy(() -> start(without))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("a queue holds a message of format 'line', which no plugin")
        .hasMessageContaining("put its jar back");
    start();
    assertThat(channel.queueDelete("q").getMessageCount()).isEqualTo(1);
    stop();

    start(without);
    declareDurable("q");
  }

  @Test
  void saysGoodByeWhenTheBrokerStops() throws Exception {
    try (ScriptedPeer client = lineClient()) {
      Thread stopping = new Thread(broker::close);
      stopping.start();

      client.expectText("BYE ");
      assertThat(new String(client.readToClose(), StandardCharsets.UTF_8)).endsWith("\n");
      client.close();
      stopping.join(10_000);
    }
  }
}
