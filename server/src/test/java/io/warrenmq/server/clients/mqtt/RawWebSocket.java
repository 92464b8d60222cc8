package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket on which a test writes and reads the messages itself. For one thread. */
final class RawWebSocket implements AutoCloseable, WebSocket.Listener {
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final WebSocket socket;
  private byte[] begun = {}; // the frames so far of a message

  RawWebSocket(URI uri) throws Exception {
    this(uri, Map.of());
  }

  RawWebSocket(URI uri, Map<String, String> headers) throws Exception {
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt");
    headers.forEach(builder::header);
    socket = builder.buildAsync(uri, this).get(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends one frame, the last of its message or not. */
  void send(byte[] bytes, boolean last) throws Exception {
    socket
        .sendBinary(ByteBuffer.wrap(bytes), last)
        .get(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends a message of text, which MQTT does not know. */
  void sendText(String text) throws Exception {
    socket.sendText(text, true).get(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** What the broker has chosen. */
  String subprotocol() {
    return socket.getSubprotocol();
  }

  /** The broker sends these bytes, in as many messages as it likes. */
  void expect(byte[] bytes) throws InterruptedException {
    byte[] got = {};
    while (got.length < bytes.length) {
      byte[] message = messages.poll(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("what came after %s", Arrays.toString(got)).isNotNull();
      got = Bytes.join(got, message);
    }
    assertThat(got).isEqualTo(bytes);
  }

  /** The broker closes with this code, and has sent nothing else before. */
  void expectClose(int code) throws Exception {
    assertThat(closeCode.get(MqttTest.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(code);
    assertThat(messages).isEmpty();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] frame = new byte[data.remaining()];
    data.get(frame);
    begun = Bytes.join(begun, frame);
    if (last) {
      messages.add(begun);
      begun = new byte[0];
    }
    webSocket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closeCode.complete(code);
    return CompletableFuture.completedStage(null);
  }

  /** Cuts the connection. */
  @Override
  public void close() {
    socket.abort();
  }
}
