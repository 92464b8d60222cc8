package io.warrenmq.cli.perf;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A STOMP 1.2 connection, as much of it as a load needs. Frames are sent by any thread, and come on
 * a thread of its own.
 */
final class StompClient implements AutoCloseable {
  private static final int CONNECT_SECONDS = 10;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LINE_BYTES_MAX = 1 << 16;

  /** Takes the frames that come. */
  interface Handler {
    void onFrame(String command, Map<String, String> headers, byte[] body) throws IOException;
  }

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final Lock sending = new ReentrantLock();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Handler handler;
  private volatile @Nullable IOException failure;
  private volatile boolean isClosed;

  private StompClient(Socket socket, Handler handler) throws IOException {
    this.socket = socket;
    this.handler = handler;
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
  }

  static StompClient connect(Endpoint endpoint, Handler handler) throws Exception {
    Socket socket =
        endpoint.isTls()
            ? SSLSocketFactory.getDefault().createSocket(endpoint.host(), endpoint.port())
            : new Socket(endpoint.host(), endpoint.port());
    socket.setTcpNoDelay(true);
    StompClient client = new StompClient(socket, handler);
    Thread reader = new Thread(client::read, "perf-stomp");
    reader.setDaemon(true);
    reader.start();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept-version", "1.2");
    headers.put("host", endpoint.vhost());
    headers.put("login", endpoint.user());
    headers.put("passcode", endpoint.password());
    client.send("CONNECT", headers, new byte[0]);
    boolean answered = client.connected.await(CONNECT_SECONDS, TimeUnit.SECONDS);
    IOException failure = client.failure;
    if (failure != null || !answered) {
      client.close();
      throw failure != null ? failure : new IOException("no CONNECTED within 10 s");
    }
    return client;
  }

  /** Sends a frame, and flushes. */
  void send(String command, Map<String, String> headers, byte[] body) throws IOException {
    IOException broken = failure;
    if (broken != null) {
      throw broken;
    }
    StringBuilder head = new StringBuilder(command).append('\n');
    boolean isPlain = command.equals("CONNECT"); // STOMP 1.2: its headers are not escaped
    headers.forEach(
        (name, value) ->
            head.append(name).append(':').append(isPlain ? value : escape(value)).append('\n'));
    if (body.length > 0) {
      head.append("content-length:").append(body.length).append('\n');
    }
    head.append('\n');
    sending.lock();
    try {
      out.write(head.toString().getBytes(StandardCharsets.UTF_8));
      out.write(body);
      out.write(0);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace(":", "\\c");
  }

  private static String unescape(String text) {
    return text.indexOf('\\') < 0
        ? text
        : text.replace("\\c", ":").replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\");
  }

  private void read() {
    try {
      while (true) {
        String command = line();
        if (!command.isEmpty()) {
          frame(command);
        }
      }
    } catch (IOException e) {
      if (!isClosed) {
        failure = e;
      }
    } finally {
      connected.countDown();
    }
  }

  private void frame(String command) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line; !(line = line()).isEmpty(); ) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(line.substring(0, colon), unescape(line.substring(colon + 1)));
      }
    }
    byte[] body = body(headers.get("content-length"));
    switch (command) {
      case "CONNECTED" -> connected.countDown();
      case "ERROR" ->
          throw new IOException(
              "the broker says: "
                  + headers.getOrDefault("message", "ERROR")
                  + ": "
                  + new String(body, StandardCharsets.UTF_8).strip());
      default -> handler.onFrame(command, headers, body);
    }
  }

  private byte[] body(@Nullable String length) throws IOException {
    if (length != null) {
      byte[] body = in.readNBytes(Math.min(Integer.parseInt(length), Body.BYTES_MAX));
      if (in.read() != 0) {
        throw new EOFException("a frame does not end where it says");
      }
      return body;
    }
    return until(0, Body.BYTES_MAX);
  }

  private String line() throws IOException {
    byte[] line = until('\n', LINE_BYTES_MAX);
    int end = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  private byte[] until(int end, int max) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b; (b = in.read()) != end; ) {
      if (b < 0) {
        throw new EOFException("the broker has closed the connection");
      }
      if (bytes.size() == max) {
        throw new IOException("the broker sends lines of more than " + max + " bytes");
      }
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    socket.close();
  }
}
