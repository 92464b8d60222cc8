package com.example.line;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The line protocol as a protocol of the broker. Thread-safe once started. */
public final class LineProtocol implements ProtocolPlugin {
  private static final byte[] HELLO = "HELLO ".getBytes(StandardCharsets.US_ASCII);

  private @Nullable LineOptions options; // both are set once, before any listener opens
  private @Nullable BrokerAccess broker;

  @Override
  public String name() {
    return "line";
  }

  @Override
  public void start(PluginContext context) {
    options = LineOptions.of(context.config());
  }

  @Override
  public void attach(BrokerAccess access) {
    broker = access;
  }

  @Override
  public Detection detect(ByteBuf first) {
    int known = Math.min(first.readableBytes(), HELLO.length);
    for (int i = 0; i < known; i++) {
      if (first.getByte(first.readerIndex() + i) != HELLO[i]) {
        return Detection.NOT_MINE;
      }
    }
    return known == HELLO.length ? Detection.MINE : Detection.UNDECIDED;
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new LineConnection(
        transport, Objects.requireNonNull(broker), Objects.requireNonNull(options));
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(
        new ListenerSpec("plugin.line.listeners.tcp", 7672),
        new ListenerSpec("plugin.line.listeners.ssl", -1));
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(LineFormat.INSTANCE);
  }

  /** For those who have come to the wrong port. */
  @Override
  public byte[] refusal() {
    return "ERR malformed say HELLO first\n".getBytes(StandardCharsets.US_ASCII);
  }
}
