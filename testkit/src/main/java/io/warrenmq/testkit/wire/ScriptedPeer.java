package io.warrenmq.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A peer that does what the test's script says: sends bytes, expects bytes, expects the close.
 * Every expectation fails after the time-out with what came instead. Confined to the test's thread.
 */
public final class ScriptedPeer implements Closeable {
  private final Socket socket;
  private final InputStream in;

  private ScriptedPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** Connects, with a time-out of ten seconds for each expectation. */
  public static ScriptedPeer connect(InetSocketAddress address) throws IOException {
    return connect(address, Duration.ofSeconds(10));
  }

  /**
   * Connects.
   *
   * @param address where to; a wildcard address means this machine
   * @param timeout how long each expectation waits
   */
  public static ScriptedPeer connect(InetSocketAddress address, Duration timeout)
      throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    boolean anywhere = address.isUnresolved() || address.getAddress().isAnyLocalAddress();
    socket.connect(
        anywhere ? new InetSocketAddress("127.0.0.1", address.getPort()) : address,
        socket.getSoTimeout());
    return new ScriptedPeer(socket);
  }

  /** Wraps a socket that is connected, for example one with TLS. */
  public static ScriptedPeer over(Socket socket) throws IOException {
    return new ScriptedPeer(socket);
  }

  /** Sends bytes in the form of {@link Hex#parse}. */
  public ScriptedPeer send(String hex) throws IOException {
    return send(Hex.parse(hex));
  }

  /** Sends bytes. */
  public ScriptedPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends text as UTF-8. */
  public ScriptedPeer sendText(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes one by one, each in a packet of its own as far as the kernel lets it. */
  public ScriptedPeer sendByteByByte(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      send(new byte[] {b});
    }
    return this;
  }

  /** Expects exactly these bytes next, in the form of {@link Hex#parse}. */
  public ScriptedPeer expect(String hex) throws IOException {
    byte[] wanted = Hex.parse(hex);
    byte[] came = read(wanted.length);
    if (!Arrays.equals(wanted, came)) {
      throw new AssertionError(
          "expected " + Hex.format(wanted) + " but there came " + Hex.format(came));
    }
    return this;
  }

  /** Expects this text next, as UTF-8. */
  public ScriptedPeer expectText(String text) throws IOException {
    byte[] came = read(text.getBytes(StandardCharsets.UTF_8).length);
    String got = new String(came, StandardCharsets.UTF_8);
    if (!got.equals(text)) {
      throw new AssertionError("expected \"" + text + "\" but there came \"" + got + "\"");
    }
    return this;
  }

  /** Reads exactly so many bytes. */
  public byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    int got = 0;
    try {
      for (int n; got < count && (n = in.read(bytes, got, count - got)) >= 0; ) {
        got += n;
      }
    } catch (SocketTimeoutException e) {
      throw missing(count, "after " + socket.getSoTimeout() + " ms", bytes, got);
    }
    if (got < count) {
      throw missing(count, "before the connection was closed", bytes, got);
    }
    return bytes;
  }

  /** Expects that nothing more comes and the other side closes, orderly or with a reset. */
  public void expectClose() throws IOException {
    byte[] rest = readToClose();
    if (rest.length > 0) {
      throw new AssertionError("expected the close but there came " + Hex.format(rest));
    }
  }

  /** Reads all that comes until the other side closes. */
  public byte[] readToClose() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "not closed after %d ms; there came %s"
              .formatted(socket.getSoTimeout(), Hex.format(all.toByteArray())),
          e);
    } catch (SocketException e) {
      return all.toByteArray(); // a reset closes, too
    }
    return all.toByteArray();
  }

  /** Ends this side's stream of bytes; the other direction stays. */
  public ScriptedPeer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Cuts the connection with a reset, as a crashed peer does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** This side's address. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static AssertionError missing(int count, String when, byte[] bytes, int got) {
    return new AssertionError(
        "expected %d bytes but %d came %s: %s"
            .formatted(count, got, when, Hex.format(Arrays.copyOf(bytes, got))));
  }
}
