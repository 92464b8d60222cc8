package io.warrenmq.server.clients.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket in the clothes of a socket, for clients that know no WebSocket but let themselves be
 * given a socket. What is written at once is one message. One thread may read while another writes.
 */
final class WebSocketSocket extends Socket implements WebSocket.Listener {
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> came = new LinkedBlockingQueue<>();
  private final WebSocket webSocket;
  private int timeoutMs;

  /** Connects. */
  WebSocketSocket(HttpClient http, URI uri, String subprotocol) {
    webSocket = http.newWebSocketBuilder().subprotocols(subprotocol).buildAsync(uri, this).join();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return onBytes(bytes);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    return onBytes(text.toString().getBytes(UTF_8));
  }

  private @Nullable CompletionStage<?> onBytes(byte[] bytes) {
    if (bytes.length > 0) {
      came.add(bytes);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    came.add(END);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    came.add(END);
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      private ByteBuffer rest = ByteBuffer.allocate(0);

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (!rest.hasRemaining()) {
          rest = ByteBuffer.wrap(take());
        }
        int count = Math.min(length, rest.remaining());
        rest.get(into, from, count);
        return count == 0 ? -1 : count;
      }

      @Override
      public int available() {
        return rest.remaining();
      }
    };
  }

  private byte[] take() throws IOException {
    try {
      byte[] bytes = timeoutMs == 0 ? came.take() : came.poll(timeoutMs, TimeUnit.MILLISECONDS);
      if (bytes == null) {
        throw new SocketTimeoutException("nothing came");
      }
      if (bytes.length == 0) {
        came.add(END); // for who reads on
      }
      return bytes;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        webSocket.sendBinary(ByteBuffer.wrap(bytes, from, length), true).join();
      }
    };
  }

  @Override
  public void connect(SocketAddress address, int connectTimeoutMs) {
    // It is.
  }

  @Override
  public void setSoTimeout(int timeout) {
    timeoutMs = timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    webSocket.abort();
    came.add(END);
  }
}
