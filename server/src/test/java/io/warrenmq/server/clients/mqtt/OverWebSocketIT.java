package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.MqttUnderTest;
import io.warrenmq.server.clients.mqtt.WebSocketClient.Library;
import io.warrenmq.server.clients.mqtt.WebSocketClient.Received;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT over WebSocket: clients of all libraries, and frames by hand. */
class OverWebSocketIT extends MqttTest {
  private static final byte[] CONNECTED_4 = Bytes.of(0x20, 2, 0, 0);
  private static final byte[] PINGREQ = Bytes.of(0xc0, 0);
  private static final byte[] PINGRESP = Bytes.of(0xd0, 0);

  @BeforeAll
  static void brokerSpeaksWebSocket() {
    assumeTrue(MqttUnderTest.webSocketPort().isPresent(), NO_WEB_SOCKET);
  }

  private WebSocketClient connect(Library library) throws Exception {
    return closing(library.connect(name(), "/ws"));
  }

  /** Connected by hand, with MQTT 3.1.1. */
  private RawWebSocket open(byte[] connect) throws Exception {
    RawWebSocket client = closing(new RawWebSocket(uri("/ws")));
    client.send(connect, true);
    client.expect(CONNECTED_4);
    return client;
  }

  private static URI uri(String path) {
    int port = MqttUnderTest.webSocketPort().orElseThrow();
    return URI.create("ws://" + MqttUnderTest.host() + ":" + port + path);
  }

  private static byte[] connect4() {
    return Bytes.connect(4, 2, 60, new byte[0], name());
  }

  @ParameterizedTest
  @EnumSource
  void deliversWithEachQos(Library library) throws Exception {
    WebSocketClient client = connect(library);
    for (int qos = 0; qos <= 2; qos++) {
      String topic = name();
      client.subscribe(topic, qos);

      client.publish(topic, Bytes.of('m', qos), qos);

      Received received = client.take();
      assertThat(received.payload()).isEqualTo(Bytes.of('m', qos));
      assertThat(received.qos()).isEqualTo(qos);
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesLargeMessages(Library library) throws Exception {
    byte[] payload = new byte[5 << 20];
    new Random(1).nextBytes(payload);
    String topic = name();
    WebSocketClient client = connect(library);
    client.subscribe(topic, 1);

    client.publish(topic, payload, 1);

    assertThat(client.take().payload()).isEqualTo(payload);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnotherPath(Library library) {
    assertThatThrownBy(() -> library.connect(name(), "/elsewhere")).isNotNull();
  }

  @Test
  void refusesAnotherSubprotocol() {
    assertThatThrownBy(() -> HiveMqWebSocketClient.connect(name(), "/ws", "stomp"))
        .hasStackTraceContaining("400");
  }

  @ParameterizedTest
  @EnumSource
  void closesWhatAnotherClientTakesOver(Library library) throws Exception {
    String id = name();
    WebSocketClient first = closing(library.connect(id, "/ws"));

    WebSocketClient second = closing(library.connect(id, "/ws"));

    Awaitility.await().until(() -> !first.isConnected());
    assertThat(second.isConnected()).isTrue();
  }

  @Test
  void messagesOfAClientOfTcpReachAllInOrder() throws Exception {
    String topic = name();
    List<WebSocketClient> subscribers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (Library library : Library.values()) {
        WebSocketClient subscriber = connect(library);
        subscriber.subscribe(topic, 1);
        subscribers.add(subscriber);
      }
    }
    RawClient publisher = raw4(name());

    for (int i = 0; i < 100; i++) {
      publisher.send(Bytes.publish(2, Bytes.text(topic), i + 1, new byte[0], "m" + i));
    }

    for (WebSocketClient subscriber : subscribers) {
      for (int i = 0; i < 100; i++) {
        assertThat(subscriber.take().payload()).isEqualTo(("m" + i).getBytes(UTF_8));
      }
    }
  }

  @Test
  void messagesReachAClientOfTcp() throws Exception {
    String topic = name();
    RawClient subscriber = raw4(name());
    subscriber.send(Bytes.subscribe(1, new byte[0], topic, 0));
    subscriber.expect(RawClient.SUBACK);

    for (Library library : Library.values()) {
      connect(library).publish(topic, library.name().getBytes(UTF_8), 2);

      assertThat(subscriber.expect(RawClient.PUBLISH).payload4()).isEqualTo(library.name());
    }
  }

  @Test
  void framesAndPacketsAreIndependent() throws Exception {
    // [MQTT-6.0.0-2]
    RawWebSocket client = open(connect4());

    client.send(Bytes.join(PINGREQ, PINGREQ, Bytes.of(0xc0)), true);
    client.expect(Bytes.join(PINGRESP, PINGRESP));
    client.send(Bytes.of(), true);
    client.send(Bytes.of(0), true);
    client.expect(PINGRESP);
    client.send(Bytes.of(0xc0), false);
    client.send(Bytes.join(Bytes.of(0), PINGREQ), true);
    client.expect(Bytes.join(PINGRESP, PINGRESP));
  }

  @Test
  void aPacketMayComeByteByByte() throws Exception {
    String topic = name();
    RawWebSocket client = open(connect4());
    byte[] subscribe = Bytes.subscribe(1, new byte[0], topic, 0);
    byte[] publish = Bytes.publish(0, Bytes.text(topic), -1, new byte[0], "a payload");

    for (byte one : Bytes.join(subscribe, publish)) {
      client.send(Bytes.of(one), true);
    }

    client.expect(Bytes.join(Bytes.of(0x90, 3, 0, 1, 0), publish));
  }

  @Test
  void closesAfterAMalformedPacket() throws Exception {
    RawWebSocket old = open(connect4());
    old.send(Bytes.of(0xf0, 0), true);
    old.expectClose(1000);

    RawWebSocket client = closing(new RawWebSocket(uri("/ws")));
    client.send(Bytes.of(0x10, 0x80, 0x80, 0x80, 0x80), true);
    client.expectClose(1000);
  }

  @Test
  void closesAfterATextFrame() throws Exception {
    // [MQTT-6.0.0-1]
    RawWebSocket client = open(connect4());

    client.sendText("no packet");

    client.expectClose(1003);
  }

  @Test
  void theSubprotocolIsMqtt() throws Exception {
    // [MQTT-6.0.0-4]
    assertThat(open(connect4()).subprotocol()).isEqualTo("mqtt");
  }

  @Test
  void willIsSentWhenTheSocketIsCut() throws Exception {
    // [MQTT-3.1.2-8]
    String topic = name();
    RawClient watcher = raw4(name());
    watcher.send(Bytes.subscribe(1, new byte[0], topic, 0));
    watcher.expect(RawClient.SUBACK);
    byte[] payload = Bytes.join(Bytes.text(name()), Bytes.text(topic), Bytes.text("gone"));

    open(Bytes.connect(4, 6, 60, new byte[0], payload)).close();

    assertThat(watcher.expect(RawClient.PUBLISH).payload4()).isEqualTo("gone");
  }

  @Test
  void whoDoesNotReadHoldsNobodyUp() throws Exception {
    String topic = name();
    byte[] subscribe = Bytes.subscribe(1, new byte[0], topic, 0);
    RawClient reader = raw4(name());
    reader.send(subscribe);
    reader.expect(RawClient.SUBACK);
    try (ScriptedPeer idler = upgrade()) {
      idler.send(frame(connect4())).expect("82 04 20 02 00 00");
      idler.send(frame(subscribe)).expect("82 05 90 03 00 01 00");
      RawClient publisher = raw4(name());

      byte[] large = Bytes.publish(0, Bytes.text(topic), -1, new byte[0], "x".repeat(64 << 10));
      for (int i = 0; i < 500; i++) { // more than the kernel takes for it
        publisher.send(large);
        reader.expect(RawClient.PUBLISH);
      }
      publisher.send(Bytes.publish(0, Bytes.text(topic), -1, new byte[0], "the end"));
      assertThat(reader.expect(RawClient.PUBLISH).payload4()).isEqualTo("the end");

      long bytes = 0;
      String last;
      do {
        byte[] frame = readFrame(idler);
        bytes += frame.length;
        last = new String(frame, UTF_8);
      } while (!last.endsWith("the end"));
      assertThat(bytes).as("what it was sent after all").isLessThan(500L * large.length);
    }
  }

  @Test
  void allProtocolsShareAPort(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(folder, Map.of("listeners.all.default", "127.0.0.1:0"))) {
      int port = broker.address("mqtt").getPort();
      try (RawClient tcp = new RawClient("127.0.0.1", port);
          RawWebSocket webSocket = new RawWebSocket(URI.create("ws://127.0.0.1:" + port + "/ws"));
          ScriptedPeer amqp = ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", port))) {
        tcp.send(connect4());
        tcp.expect(RawClient.CONNACK);
        webSocket.send(connect4(), true);
        webSocket.expect(CONNECTED_4);
        amqp.sendText("AMQP\0\0\t\1").expect("01 00 00"); // a method of channel 0
      }
    }
  }

  private static ScriptedPeer upgrade() throws IOException {
    int port = MqttUnderTest.webSocketPort().orElseThrow();
    ScriptedPeer peer =
        ScriptedPeer.connect(new InetSocketAddress(MqttUnderTest.host(), port))
            .sendText(
                "GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n");
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) peer.read(1)[0]);
    }
    assertThat(answer).startsWith("HTTP/1.1 101 ");
    return peer;
  }

  /** A short packet in a frame, masked with nothing. */
  private static byte[] frame(byte[] packet) {
    return Bytes.join(Bytes.of(0x82, 0x80 | packet.length, 0, 0, 0, 0), packet);
  }

  private static byte[] readFrame(ScriptedPeer peer) throws IOException {
    byte[] start = peer.read(2);
    assertThat(start[0]).isEqualTo((byte) 0x82);
    return peer.read(
        switch (start[1]) {
          case 126 -> ByteBuffer.wrap(peer.read(2)).getShort() & 0xffff;
          case 127 -> Math.toIntExact(ByteBuffer.wrap(peer.read(8)).getLong());
          default -> start[1];
        });
  }
}
