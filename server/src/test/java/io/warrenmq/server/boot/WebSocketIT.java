package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.listener.BoundListener;
import io.warrenmq.server.listener.LineProtocol;
import io.warrenmq.server.listener.ListenerOptions;
import io.warrenmq.server.listener.Listeners;
import io.warrenmq.server.listener.TransportOptions;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.tls.TlsProvider;
import io.warrenmq.server.tls.TlsService;
import io.warrenmq.testkit.wire.Hex;
import io.warrenmq.testkit.wire.ScriptedPeer;
import io.warrenmq.websocket.WebSocketCarrier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A protocol over WebSocket, through listeners and sockets. */
class WebSocketIT {
  private static final String REQUEST =
      """
      GET /ws HTTP/1.1
      Host: here
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Protocol: line
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  private static final String GRANT =
      """
      HTTP/1.1 101 Switching Protocols
      upgrade: websocket
      connection: Upgrade
      sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
      sec-websocket-protocol: line

      """
          .replace("\n", "\r\n");

  private final LineProtocol line =
      new LineProtocol(
          "line",
          "LINE\n",
          new WebSocketSpec("web_mqtt", 15675, List.of("line", "line2"), true, Frames.BINARY),
          new WebSocketSpec("web_stomp", 15674, List.of("text"), false, Frames.TEXT),
          new WebSocketSpec("web_amqp", 15678, List.of("p"), true, Frames.BINARY));
  private final BrokerLoops loops = BrokerLoops.start(2);
  private final Listeners listeners =
      new Listeners(loops, TransportOptions.DEFAULTS, new TlsService(0, TlsProvider.AUTO));

  @BeforeEach
  void bind() throws Exception {
    Config config =
        Settings.of(
            "web_mqtt.tcp.listener=127.0.0.1:0",
            "web_stomp.tcp.listener=127.0.0.1:0",
            "web_amqp.tcp.listener=127.0.0.1:0",
            "web_amqp.proxy_protocol=true",
            "web_stomp.ws_path=/text",
            "web_stomp.allow_origins.1=https://ours.example",
            "web_mqtt.ws_opts.max_frame_size=4MB",
            "listeners.all.default=127.0.0.1:0");
    WebSocketCarrier carrier = new WebSocketCarrier();
    carrier.start(new StartContext(new PluginSettings(config), Path.of("unused"), null));
    carrier.attach(new FakeBroker());
    List<ProtocolPlugin> protocols = List.of(line);
    for (ListenerOptions listener : ListenerPlan.of(config, protocols, carrier.carry(protocols))) {
      listeners.bind(listener);
    }
  }

  @AfterEach
  void stop() throws Exception {
    listeners.stop(100).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    loops.close();
  }

  @Test
  void servesAClientOfTheLibrary() throws Exception {
    Client client = new Client();
    WebSocket socket = client.connect("web_mqtt", "/ws", "other", "line2");
    assertThat(socket.getSubprotocol()).isEqualTo("line2");

    socket.sendBinary(bytes("one\nt"), false).get();
    socket.sendPing(bytes("there?")).get();
    socket.sendBinary(bytes("wo"), true).get();
    socket.sendBinary(bytes("\n"), true).get();
    client.expectData("echo:one\necho:two\n");
    client.expect("pong there?");

    socket.sendClose(1000, "bye").get();
    client.expect("closed 1000");
    await().until(() -> line.events.contains("line closed"));
  }

  @Test
  void servesClientsThatSendText() throws Exception {
    Client client = new Client();
    WebSocket socket = client.connect("web_stomp", "/text");
    assertThat(socket.getSubprotocol()).isEmpty();

    socket.sendText("hello\n", true).get();
    client.expectData("echo:hello\n");
  }

  @Test
  void carriesUnitsOfMegabytes() throws Exception {
    String large = "x".repeat(3 << 20);
    Client client = new Client();
    WebSocket socket = client.connect("web_mqtt", "/ws", "line");

    socket.sendBinary(bytes(large), true).get();
    socket.sendBinary(bytes("\n"), true).get();
    client.expectData("echo:" + large + "\n");
    socket.sendBinary(bytes("small\n"), true).get();
    client.expectData("echo:small\n");
  }

  @Test
  void closesWhenTheProtocolDoes() throws Exception {
    Client client = new Client();
    WebSocket socket = client.connect("web_mqtt", "/ws", "line");

    socket.sendBinary(bytes("BYE\nignored\n"), true).get();

    client.expectData("bye");
    client.expect("closed 1000");
    await().until(() -> listeners.connectionCount() == 0);
    assertThat(line.events).containsOnlyOnce("line closed");
  }

  @Test
  void tellsClientsThatTheBrokerStops() throws Exception {
    Client client = new Client();
    WebSocket socket = client.connect("web_mqtt", "/ws", "line");
    socket.sendBinary(bytes("x\n"), true).get();
    client.expectData("echo:x\n");

    var stopped = listeners.stop(10_000);

    client.expectData("shutdown");
    client.expect("closed 1001");
    stopped.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void tellsTheProtocolWhenAClientIsCut() throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"));
    peer.sendText(REQUEST).expectText(GRANT).send("82 81 00000000 'x'");
    Transport opened = line.opened.poll(10, TimeUnit.SECONDS);
    assertThat(opened.info().remote()).isEqualTo(peer.localAddress());

    peer.reset();

    await().until(() -> line.events.contains("line closed"));
  }

  @Test
  void takesARequestByteByByteAndFramesRightBehindIt() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"))) {
      peer.sendByteByByte(REQUEST.getBytes(StandardCharsets.US_ASCII))
          .send("82 82 00000000 'x' 0a")
          .expectText(GRANT)
          .expect("82 07 'echo:x' 0a");
      peer.sendByteByByte(Hex.parse("02 81 00000000 'y' 80 81 00000000 0a"))
          .expect("82 07 'echo:y' 0a");
    }
  }

  @Test
  void readsOnAfterAPauseWithWhatWasLeft() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"))) {
      peer.sendText(REQUEST).expectText(GRANT);
      peer.send(
          "82 89 00000000 'PAUSE' 0a 'one' 02 82 00000000 0a 'P' 80 89 00000000 'AUSE' 0a 'two' 0a");
      peer.expect("82 09 'echo:one' 0a 82 09 'echo:two' 0a");
    }
  }

  @Test
  void tellsWhenTheSocketIsFullAndWhenItHasDrained() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"))) {
      peer.sendText(REQUEST).expectText(GRANT);
      for (int i = 0; i < 20; i++) { // more than any kernel's socket buffers
        peer.send("82 86 00000000 'FLOOD' 0a");
      }
      await().until(() -> line.events.contains("line writable false"));
      assertThat(line.events).contains("line writable in the call: false");

      for (int bytes = 0; bytes < 20 << 20; ) {
        bytes += readFrame(peer).length;
      }
      await().until(() -> line.events.get(line.events.size() - 1).equals("line writable true"));
      peer.send("82 82 00000000 'x' 0a").expect("82 07 'echo:x' 0a");
    }
  }

  @Test
  void closesBrokenFramesWithTheirCodes() throws Exception {
    closes("82 01 'x'", 1002);
    closes("c2 80 00000000", 1002);
    closes("83 80 00000000", 1002);
    closes("80 80 00000000", 1002);
    closes("81 81 00000000 'x'", 1003);
    closes("82 ff 0000000000400001", 1009);
  }

  @Test
  void refusesWhatAsksForSomethingElse() throws Exception {
    refuses(REQUEST.replace("GET /ws", "GET /"), "404 Not Found");
    refuses(REQUEST.replace("GET", "POST"), "405 Method Not Allowed");
    refuses(REQUEST.replace("Upgrade: websocket", "X: y"), "426 Upgrade Required");
    refuses(REQUEST.replace("Version: 13", "Version: 7"), "426 Upgrade Required");
    refuses(REQUEST.replace("Protocol: line", "Protocol: mqtt"), "400 Bad Request");
    refuses("GET /" + "x".repeat(9000), "414 URI Too Long");
    refuses("GET / HTTP/1.1\r\nx: " + "x".repeat(9000), "431 Request Header Fields Too Large");
    refuses("\u0010 no HTTP", "400 Bad Request");
    refuses("AMQP\0\0\u0009\u0001", "400 Bad Request");
    assertThatThrownBy(() -> new Client().connect("web_mqtt", "/ws", "mqtt"))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void keepsOtherPagesOut() throws Exception {
    String request = REQUEST.replace("GET /ws", "GET /text").replace("line", "text");

    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_stomp"))) {
      peer.sendText(request.replace("Host: here", "Host: here\r\nOrigin: https://theirs.example"));
      peer.expectText("HTTP/1.1 403 Forbidden\r\n");
    }
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_stomp"))) {
      peer.sendText(request.replace("Host: here", "Host: here\r\nOrigin: https://ours.example"));
      peer.expectText("HTTP/1.1 101 ");
    }
  }

  @Test
  void knowsTheClientFromAProxysHeader() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_amqp"))) {
      peer.sendText("PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\n" + REQUEST.replace("line", "p"));
      peer.expectText("HTTP/1.1 101 ");
      assertThat(readHead(peer)).contains("sec-websocket-protocol: p\r\n");
      peer.send("82 81 00000000 'x'");
      Transport opened = line.opened.poll(10, TimeUnit.SECONDS);

      assertThat(opened.info().remote()).isEqualTo(new InetSocketAddress("192.0.2.7", 4711));
      assertThat(opened.info().isLoopback()).isFalse();
    }
  }

  @Test
  void closesWhoSendsNoProxysHeader() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_amqp"))) {
      peer.sendText(REQUEST);

      assertThat(peer.readToClose()).isEmpty();
    }
  }

  private static String readHead(ScriptedPeer peer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.read(1)[0]);
    }
    return head.toString();
  }

  @Test
  void sharesThePortOfEveryProtocol() throws Exception {
    InetSocketAddress everything = address("websocket");
    try (ScriptedPeer plain = ScriptedPeer.connect(everything);
        ScriptedPeer carried = ScriptedPeer.connect(everything)) {
      plain.sendText("LINE\nx\n").expectText("echo:LINE\necho:x\n");
      carried.sendText(REQUEST).expectText(GRANT);
      carried.send("82 82 00000000 'x' 0a").expect("82 07 'echo:x' 0a");
    }
  }

  private void closes(String frames, int code) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"))) {
      peer.sendText(REQUEST).expectText(GRANT).send(frames);
      byte[] close = peer.readToClose();
      assertThat(close[0]).as(frames).isEqualTo((byte) 0x88);
      assertThat(ByteBuffer.wrap(close).getShort(2)).as(frames).isEqualTo((short) code);
      assertThat(close).as(frames).hasSize(2 + close[1]);
    }
  }

  private void refuses(String request, String status) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(address("web_mqtt"))) {
      peer.send(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(peer.readToClose(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status + "\r\n").contains("connection: close");
    }
  }

  private static byte[] readFrame(ScriptedPeer peer) throws IOException {
    ByteBuffer start = ByteBuffer.wrap(peer.read(2));
    assertThat(start.get(0)).isEqualTo((byte) 0x82);
    int length = start.get(1);
    if (length == 126) {
      length = ByteBuffer.wrap(peer.read(2)).getShort() & 0xFFFF;
    } else if (length == 127) {
      length = Math.toIntExact(ByteBuffer.wrap(peer.read(8)).getLong());
    }
    return peer.read(length);
  }

  private InetSocketAddress address(String protocol) {
    for (BoundListener bound : listeners.bound()) {
      if (bound.options().protocols().stream().anyMatch(p -> p.name().equals(protocol))) {
        return bound.address();
      }
    }
    throw new IllegalStateException("no listener serves " + protocol);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A client that remembers what it is told. */
  private final class Client implements WebSocket.Listener {
    private final BlockingQueue<String> data = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    WebSocket connect(String protocol, String path, String... subprotocols) throws Exception {
      WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
      if (subprotocols.length > 0) {
        List<String> others = new ArrayList<>(List.of(subprotocols));
        String first = others.remove(0);
        builder.subprotocols(first, others.toArray(new String[0]));
      }
      URI uri = URI.create("ws://127.0.0.1:" + address(protocol).getPort() + path);
      return builder.buildAsync(uri, this).get(10, TimeUnit.SECONDS);
    }

    void expect(String event) throws InterruptedException {
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    }

    void expectData(String text) throws InterruptedException {
      StringBuilder came = new StringBuilder();
      while (came.length() < text.length()) {
        String piece = data.poll(10, TimeUnit.SECONDS);
        assertThat(piece).as("after %d characters", came.length()).isNotNull();
        came.append(piece);
      }
      assertThat(came.toString()).isEqualTo(text);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
      data.add(StandardCharsets.UTF_8.decode(bytes).toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      data.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer bytes) {
      events.add("pong " + StandardCharsets.UTF_8.decode(bytes));
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      events.add("closed " + code);
      return null;
    }
  }
}
