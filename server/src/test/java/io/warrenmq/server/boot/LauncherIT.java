package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole start and stop, but for the broker behind it and the process around it. */
class LauncherIT {
  @TempDir Path folder;

  private final FakeBroker broker = new FakeBroker();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writePlugin() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (OutputStream file = Files.newOutputStream(plugins.resolve("ping.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Class<?> type : List.of(PingProtocol.class, PingProtocol.PingConnection.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + ProtocolPlugin.class.getName()));
      jar.write(PingProtocol.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void servesAPluginsProtocolAndSaysGoodByeAtTheStop() throws Exception {
    Node node = start("listeners.tcp.default=127.0.0.1:0").orElseThrow(this::failure);
    InetSocketAddress address = boundAddress();
    assertThat(broker.started).isTrue();

    try (ScriptedPeer peer = ScriptedPeer.connect(address)) {
      peer.sendText("ping").expectText("pong");
      Thread stopping = new Thread(node::stop);
      stopping.start();
      peer.expectText("bye").expectClose();
      peer.close();
      stopping.join(10_000);
      assertThat(stopping.isAlive()).isFalse();
    }

    assertThat(broker.stopped).isTrue();
    assertThatThrownBy(() -> ScriptedPeer.connect(address)).isInstanceOf(ConnectException.class);
  }

  @Test
  void doesNotStartWithAPluginThatIsNeverReady() {
    assertThat(start("listeners.tcp.default=127.0.0.1:0", "plugin.ping.fault=no licence"))
        .isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no licence");
    assertThat(broker.stopped).isTrue();
  }

  @Test
  void carriesAPluginsProtocolOverWebSocket() throws Exception {
    Node node =
        start("listeners.tcp=none", "web_amqp.tcp.listener=127.0.0.1:0").orElseThrow(this::failure);

    try (ScriptedPeer peer = ScriptedPeer.connect(boundAddress())) {
      peer.sendText(
              "GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                  + "Sec-WebSocket-Protocol: ping\r\n\r\n")
          .expectText("HTTP/1.1 101 ");
    } finally {
      node.stop();
    }
  }

  @Test
  void tellsWhenItIsReady() throws Exception {
    Node node = start("listeners.tcp.default=127.0.0.1:0").orElseThrow(this::failure);
    node.stop();

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).contains("Server startup complete");
    assertThat(lines.get(lines.size() - 1)).matches("WarrenMQ .+ ready in \\d+ ms");
  }

  @Test
  void namesKeyAddressAndRemedyWhenAPortIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String address = "127.0.0.1:" + other.getLocalPort();

      assertThat(start("listeners.tcp.default=" + address)).isEmpty();

      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("warren-server: Cannot listen on listeners.tcp.default = " + address)
          .contains("taken by another process")
          .doesNotContain("\tat ");
      assertThat(out.size()).isZero();
      assertThat(broker.stopped).isTrue();
    }
  }

  @Test
  void refusesTlsWithoutACertificate() {
    assertThat(start("listeners.tcp=none", "listeners.ssl.default=127.0.0.1:0")).isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("ssl_options.certfile");
  }

  @Test
  void refusesToCheckCertificatesOfClientsByNothing() {
    assertThat(
            start(
                "listeners.tcp=none",
                "listeners.ssl.default=127.0.0.1:0",
                "ssl_options.certfile=broker.crt",
                "ssl_options.keyfile=broker.key",
                "ssl_options.verify=verify_peer"))
        .isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Set ssl_options.cacertfile");
  }

  @Test
  void refusesUnknownKeysArgumentsAndMissingPlugins() {
    assertThat(start("listeners.tpc.default=1")).isEmpty();
    assertThat(launcher().start(List.of("--verbose"))).isEmpty();
    assertThat(launcher().start(List.of("--set"))).isEmpty();
    assertThat(start("listeners.tcp=none", "warren.plugins.required.1=oauth2")).isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(l -> l.startsWith("warren")))
        .hasSize(4);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("listeners.tpc", "--verbose", "--set needs a value", "missing: oauth2");
  }

  @Test
  void refusesToTraceWithAHeaderThatIsNotToBeSet() {
    assertThat(
            start(
                "listeners.tcp=none",
                "warren.opentelemetry.enabled=true",
                "warren.opentelemetry.headers.host=elsewhere"))
        .isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Required plugin", "warren.opentelemetry.headers.host");
  }

  private Optional<Node> start(String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--data-dir=" + folder.resolve("data"));
    for (String off : ConfigLoader.defaultListenersOff()) {
      if (!off.startsWith("listeners.tcp")) {
        arguments.add("--set=" + off);
      }
    }
    arguments.add("--set=warren.plugins.dir=" + folder.resolve("plugins"));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return launcher().start(arguments);
  }

  private Launcher launcher() {
    return new Launcher(
        (config, dataDir, loops, plugins) -> broker,
        Map.of(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private AssertionError failure() {
    return new AssertionError(err.toString(StandardCharsets.UTF_8));
  }

  private InetSocketAddress boundAddress() {
    Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(out.toString());
    assertThat(port.find()).as(out.toString()).isTrue();
    return new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
  }
}
