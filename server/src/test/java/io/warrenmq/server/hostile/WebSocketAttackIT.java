package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for WebSockets and frames that are meant ill. */
class WebSocketAttackIT extends HostileTest {
  private static final int CONNECTIONS = 300;
  private static final int BOMB_BYTES = 64 << 20;
  private static final String REQUEST =
      """
      GET /ws HTTP/1.1
      Host: here
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Protocol: amqp
      Sec-WebSocket-Extensions: permessage-deflate
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  WebSocketAttackIT() {
    super(
        "web_amqp.tcp.listener=127.0.0.1:0",
        "web_amqp.ws_opts.compress=true",
        "web_amqp.ws_opts.max_frame_size=1MB",
        "web_amqp.allow_origins.1=https://ours.example",
        "handshake_timeout=2000");
  }

  @BeforeEach
  void isOursToAttack() {
    assumeTrue(isOurs(), "RabbitMQ answers otherwise");
  }

  private ScriptedPeer connect() throws IOException {
    return ScriptedPeer.connect(address("web_amqp"));
  }

  private ScriptedPeer open() throws IOException {
    ScriptedPeer peer = connect().sendText(REQUEST).expectText("HTTP/1.1 101 ");
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) peer.read(1)[0]);
    }
    assertThat(head).contains("sec-websocket-extensions: permessage-deflate");
    return peer;
  }

  @ParameterizedTest
  @CsvSource({
    "Host: here, 'Host: here\r\nOrigin: https://theirs.example', 403",
    "Version: 13, Version: 8, 426",
    "GET, CONNECT, 405",
    "Host: here, 'Host: here\r\nContent-Length: 10', 400",
  })
  void refusesRequests(String part, String instead, int status) throws Exception {
    try (ScriptedPeer peer = connect()) {
      peer.sendText(REQUEST.replace(part, instead)).expectText("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void boundsFloodsOfHeaders() throws Exception {
    for (int i = 0; i < 30; i++) {
      try (ScriptedPeer peer = connect()) {
        peer.sendText("GET /ws HTTP/1.1\r\n");
        try {
          peer.sendText("a: b\r\n".repeat(100_000));
        } catch (SocketException e) {
          assertThat(e).isNotNull(); // It was closed while we were at it.
          continue;
        }
        peer.expectText("HTTP/1.1 431 ");
      }
    }
  }

  @Test
  void cutsThoseWhoseRequestNeverEnds() throws Exception {
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      peers.add(connect().sendText("GET /ws HTTP/1.1\r\nHost: "));
    }
    for (ScriptedPeer peer : peers) {
      peer.expectText("HTTP/1.1 408 ");
      peer.close();
    }
  }

  @Test
  void cutsThoseWhoAskForAWebSocketAndSayNothing() throws Exception {
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      peers.add(open());
    }
    for (ScriptedPeer peer : peers) {
      assertClosed(peer, 1000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "82 08 414d515000000901, 1002",
    "a2 88 00000000 414d515000000901, 1002",
    "c9 80 00000000, 1002",
    "80 80 00000000, 1002",
    "c2 84 00000000 ffffffff, 1007",
    "82 ff 00000000 00100001, 1009",
    "82 ff ffffffff ffffffff, 1002",
  })
  void refusesFrames(String frames, int code) throws Exception {
    assertClosed(open().send(frames), code);
  }

  /** The protocol has had enough at the first zeros, else the limit of a message ends it. */
  @Test
  void makesNothingOfBombs() throws Exception {
    byte[] bomb = bomb();
    long before = Memory.heap() + Memory.direct();
    for (int i = 0; i < 20; i++) {
      ScriptedPeer peer = open();
      try {
        peer.send(bomb);
      } catch (SocketException e) {
        continue; // It was closed while we were at it.
      }
      assertThat(peer.readToClose()).isNotEmpty();
      peer.close();
    }
    assertThat(Memory.heap() + Memory.direct() - before).isLessThan(BOMB_BYTES / 4);
  }

  private static void assertClosed(ScriptedPeer peer, int code) throws IOException {
    byte[] said = peer.readToClose();
    assertThat(said[0]).isEqualTo((byte) 0x88);
    assertThat(ByteBuffer.wrap(said).getShort(2)).isEqualTo((short) code);
    peer.close();
  }

  /** A message that becomes AMQP's header and then very many zeros. */
  private static byte[] bomb() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] content = Arrays.copyOf("AMQP\0\0\u0009\u0001".getBytes(US_ASCII), BOMB_BYTES);
    deflater.setInput(content);
    byte[] payload = new byte[1 << 20];
    int bytes = deflater.deflate(payload, 0, payload.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0xC2, (byte) 0xFF});
    frame.writeBytes(ByteBuffer.allocate(12).putLong(bytes).array()); // and a mask of zeros
    frame.write(payload, 0, bytes);
    return frame.toByteArray();
  }
}
