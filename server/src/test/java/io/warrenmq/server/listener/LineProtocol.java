package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A protocol for tests: lines, answered with {@code echo:} before them. {@code PAUSE} stops reading
 * for 30 ms, {@code BYE} closes, {@code FLOOD} writes a megabyte, {@code BUG} throws, {@code
 * SLEEPY} stops reading for good.
 */
public final class LineProtocol implements ProtocolPlugin {
  public final List<String> events = new CopyOnWriteArrayList<>();
  public final BlockingQueue<Transport> opened = new LinkedBlockingQueue<>();

  private final String name;
  private final String magic;
  private final List<WebSocketSpec> webSockets;

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
    String seen = first.toString(StandardCharsets.US_ASCII);
    if (seen.length() >= magic.length()) {
      return seen.startsWith(magic) ? Detection.MINE : Detection.NOT_MINE;
    }
    return magic.startsWith(seen) ? Detection.UNDECIDED : Detection.NOT_MINE;
  }

  @Override
  public byte[] refusal() {
    return ("speak " + name).getBytes(StandardCharsets.US_ASCII);
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
  public ProtocolConnection open(Transport transport) {
    opened.add(transport);
    return new LineConnection(transport);
  }

  private final class LineConnection implements ProtocolConnection {
    private final Transport transport;
    private boolean paused;

    LineConnection(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void onBytes(ByteBuf in) {
      for (int length; !paused && (length = in.bytesBefore((byte) '\n')) >= 0; ) {
        String line = in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
        in.skipBytes(1);
        onLine(line);
      }
    }

    private void onLine(String line) {
      switch (line) {
        case "PAUSE" -> {
          paused = true;
          transport.pauseReading();
          transport.loop().schedule(30, this::resume);
        }
        case "SLEEPY" -> {
          paused = true;
          transport.pauseReading();
        }
        case "BYE" -> {
          write("bye");
          transport.close();
          write("never seen");
        }
        case "FLOOD" -> {
          for (int i = 0; i < 1024; i++) {
            transport.out(1024).writeZero(1024);
          }
          events.add(name + " writable in the call: " + transport.isWritable());
        }
        case "BUG" -> throw new IllegalStateException("on purpose");
        default -> write("echo:" + line + "\n");
      }
    }

    private void resume() {
      paused = false;
      transport.resumeReading();
    }

    private void write(String text) {
      transport.out(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    @Override
    public void onWritable(boolean writable) {
      events.add(name + " writable " + writable);
    }

    @Override
    public void onClosed() {
      events.add(name + " closed");
    }

    @Override
    public void onShutdown(String reason) {
      write("shutdown");
      transport.close();
    }
  }
}
