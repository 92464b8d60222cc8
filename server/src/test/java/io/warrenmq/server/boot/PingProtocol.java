package io.warrenmq.server.boot;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A protocol that the tests put into a plugin's jar: answers {@code ping} with {@code pong}. {@code
 * plugin.ping.fault} is what keeps it from being ready.
 */
public final class PingProtocol implements ProtocolPlugin {
  private String fault = "";

  @Override
  public String name() {
    return "ping";
  }

  @Override
  public void start(PluginContext context) {
    fault = context.config().text("plugin.ping.fault", "");
  }

  @Override
  public Future<Void> onStarted() {
    return fault.isEmpty() ? Future.succeededFuture() : Future.failedFuture(fault);
  }

  @Override
  public Detection detect(ByteBuf first) {
    return first.getByte(first.readerIndex()) == 'p' ? Detection.MINE : Detection.NOT_MINE;
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of();
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(new ListenerSpec("listeners.tcp", 5672), new ListenerSpec("listeners.ssl", -1));
  }

  @Override
  public List<WebSocketSpec> webSockets() {
    return List.of(new WebSocketSpec("web_amqp", 15678, List.of("ping"), true, Frames.BINARY));
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new PingConnection(transport);
  }

  /** One connection. */
  public static final class PingConnection implements ProtocolConnection {
    private final Transport transport;

    PingConnection(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void onBytes(ByteBuf in) {
      while (in.readableBytes() >= 4) {
        in.skipBytes(4);
        write("pong");
      }
    }

    @Override
    public void onWritable(boolean writable) {}

    @Override
    public void onClosed() {}

    @Override
    public void onShutdown(String reason) {
      write("bye");
      transport.close();
    }

    private void write(String text) {
      transport.out(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
    }
  }
}
