package io.warrenmq.stomp.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.stomp.codec.FirstBytes;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.destination.Destinations;
import io.warrenmq.stomp.message.StompFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** STOMP 1.0, 1.1 and 1.2 as a protocol of the broker. Thread-safe once started. */
public final class StompProtocol implements ProtocolPlugin {
  private static final List<String> SUBPROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");

  private @Nullable StompOptions options; // these are set once, before any listener opens
  private @Nullable StompFormat format;
  private @Nullable BrokerAccess broker;

  @Override
  public String name() {
    return "stomp";
  }

  @Override
  public void start(PluginContext context) {
    StompOptions read = StompOptions.of(context.config());
    options = read;
    format = new StompFormat(new Destinations(read.topicExchange()));
  }

  @Override
  public void attach(BrokerAccess access) {
    broker = access;
  }

  /** A line that may be a command: of whichever name, ours to answer. */
  @Override
  public Detection detect(ByteBuf first) {
    return FirstBytes.detect(first);
  }

  @Override
  public byte[] refusal() {
    return FrameWriter.refusal();
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new StompConnection(
        Objects.requireNonNull(options),
        Objects.requireNonNull(broker),
        Objects.requireNonNull(format),
        transport);
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(
        new ListenerSpec("stomp.listeners.tcp", 61613),
        new ListenerSpec("stomp.listeners.ssl", -1));
  }

  @Override
  public List<WebSocketSpec> webSockets() {
    Frames frames = Objects.requireNonNull(options).binaryFrames() ? Frames.BINARY : Frames.TEXT;
    return List.of(new WebSocketSpec("web_stomp", 15674, SUBPROTOCOLS, false, frames));
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(Objects.requireNonNull(format));
  }
}
