package io.warrenmq.websocket;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol for tests: lines, answered with {@code echo:} before them. {@code PAUSE} stops
 * reading, {@code BYE} closes.
 */
public final class LineProtocol implements ProtocolPlugin {
  public final List<String> events = new ArrayList<>();
  public final List<LineConnection> opened = new ArrayList<>();

  private final String name;
  private final String magic;
  private final List<WebSocketSpec> webSockets;

  public LineProtocol(String name, WebSocketSpec... webSockets) {
    this(name, "\n", webSockets);
  }

  /** One whose connections begin with {@code magic}, which is also what it tells strangers. */
  public LineProtocol(String name, String magic, WebSocketSpec... webSockets) {
    this.name = name;
    this.magic = magic;
    this.webSockets = List.of(webSockets);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Detection detect(ByteBuf first) {
    String seen = first.toString(StandardCharsets.UTF_8);
    if (seen.startsWith(magic)) {
      return Detection.MINE;
    }
    return magic.startsWith(seen) ? Detection.UNDECIDED : Detection.NOT_MINE;
  }

  @Override
  public byte[] refusal() {
    return magic.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of();
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of();
  }

  @Override
  public List<WebSocketSpec> webSockets() {
    return webSockets;
  }

  @Override
  public LineConnection open(Transport transport) {
    LineConnection connection = new LineConnection(transport);
    opened.add(connection);
    return connection;
  }

  /** One connection. */
  public final class LineConnection implements ProtocolConnection {
    public final Transport transport;
    private boolean paused;

    LineConnection(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void onBytes(ByteBuf in) {
      for (int length; !paused && (length = in.bytesBefore((byte) '\n')) >= 0; ) {
        String line = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
        in.skipBytes(1);
        onLine(line);
      }
    }

    private void onLine(String line) {
      switch (line) {
        case "PAUSE" -> {
          paused = true;
          transport.pauseReading();
        }
        case "BYE" -> {
          write("bye\n");
          transport.close();
          write("never seen\n");
        }
        default -> write("echo:" + line + "\n");
      }
    }

    public void resume() {
      paused = false;
      transport.resumeReading();
    }

    public void write(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      transport.out(bytes.length).writeBytes(bytes);
    }

    @Override
    public void onWritable(boolean writable) {
      events.add("writable " + writable);
    }

    @Override
    public void onClosed() {
      events.add("closed");
    }

    @Override
    public void onShutdown(String reason) {
      write(reason);
      transport.close();
    }
  }
}
