package io.warrenmq.server.clients.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection on which a test writes and reads STOMP's frames itself. For one thread. */
public final class RawStomp implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;

  RawStomp(String host, int port) throws IOException {
    this(new Socket(host, port));
  }

  /** On a socket that is connected. */
  public RawStomp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * A frame as it came: headers as they stand there.
   *
   * @param bytes the body
   */
  public record Frame(String command, Map<String, String> headers, byte[] bytes) {
    /** The body, which is text. */
    public String body() {
      return new String(bytes, UTF_8);
    }

    /** A header, which must be there. */
    public String header(String name) {
      assertThat(headers).as(toString()).containsKey(name);
      return headers.get(name);
    }

    public boolean has(String name) {
      return headers.containsKey(name);
    }

    @Override
    public String toString() {
      return command + " " + headers + " " + body();
    }
  }

  /** Sends a frame, in which a line feed ends each line, and the body follows an empty one. */
  public void send(String frame) throws IOException {
    sendBytes(frame + "\0");
  }

  /** Sends a frame with a body of bytes, of which the head tells the length. */
  public void send(String head, byte[] body) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(head.getBytes(UTF_8));
    frame.writeBytes(body);
    frame.write(0);
    socket.getOutputStream().write(frame.toByteArray());
  }

  /** Sends text as it is. */
  void sendBytes(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  /** Sends a frame with a receipt, and waits for that, which comes next. */
  public void sendAndWait(String frame) throws IOException {
    send(withReceipt(frame, "wait"));
    Frame receipt = expect("RECEIPT");
    assertThat(receipt.header("receipt-id")).isEqualTo("wait");
  }

  static String withReceipt(String frame, String receipt) {
    int line = frame.indexOf('\n') + 1;
    return frame.substring(0, line) + "receipt:" + receipt + "\n" + frame.substring(line);
  }

  /** The next frame; nothing when the broker has closed the connection. */
  @Nullable Frame next() throws IOException {
    try {
      int first = in.read();
      while (first == '\n') {
        first = in.read();
      }
      return first < 0 ? null : read((char) first);
    } catch (SocketException e) {
      return null;
    }
  }

  private Frame read(char first) throws IOException {
    String command = first + line();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
    }
    String length = headers.get("content-length");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (length != null) {
      body.write(in.readNBytes(Integer.parseInt(length)));
      assertThat(in.read()).as("NUL behind the body").isZero();
    } else {
      for (int b = in.read(); b > 0; b = in.read()) {
        body.write(b);
      }
    }
    return new Frame(command, headers, body.toByteArray());
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      assertThat(b).as("a byte of a head, behind " + line.toString(ISO_8859_1)).isPositive();
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  /** The next byte, 0 to 255; −1 when the broker has closed the connection. */
  int nextByte() throws IOException {
    return in.read();
  }

  /** The next frame, which must have this command. */
  public Frame expect(String command) throws IOException {
    Frame frame = next();
    assertThat(frame).as("the connection is open, and a " + command + " comes").isNotNull();
    assertThat(frame.command()).as(frame.toString()).isEqualTo(command);
    return frame;
  }

  /** The next frame, which must be an ERROR with this header {@code message}. */
  Frame expectError(String message) throws IOException {
    Frame error = expect("ERROR");
    assertThat(error.header("message")).as(error.toString()).isEqualTo(message);
    return error;
  }

  /** The broker closes the connection and sends nothing before that. */
  void expectClosed() throws IOException {
    assertThat(next()).as("frame before the end").isNull();
  }

  /** Nothing came before the answer to a frame that changes nothing. */
  void expectNothing() throws IOException {
    sendAndWait("BEGIN\ntransaction:nothing\n\n");
    sendAndWait("ABORT\ntransaction:nothing\n\n");
  }

  /** Closes without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
