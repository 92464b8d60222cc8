package io.warrenmq.amqp10.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AMQP 1.0 as a protocol of the broker. Thread-safe once started. */
public final class Amqp10Protocol implements ProtocolPlugin {
  private final SoleContainers soleContainers = new SoleContainers();
  // Set once, before any listener opens.
  private @Nullable Amqp10Options options;
  private @Nullable BrokerAccess broker;

  @Override
  public String name() {
    return "amqp10";
  }

  @Override
  public void start(PluginContext context) {
    options = Amqp10Options.of(context.config());
  }

  @Override
  public void attach(BrokerAccess access) {
    broker = access;
  }

  /** Headers of AMQP 1 are ours, those of TLS within the protocol too: it is for us to answer. */
  @Override
  public Detection detect(ByteBuf first) {
    return ProtocolHeader.detect(first);
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new Amqp10Connection(
        transport, Objects.requireNonNull(broker), Objects.requireNonNull(options), soleContainers);
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(new ListenerSpec("listeners.tcp", 5672), new ListenerSpec("listeners.ssl", -1));
  }

  /** In binary frames, with a subprotocol: AMQP WebSocket Binding 1.0 §2.1. */
  @Override
  public List<WebSocketSpec> webSockets() {
    return List.of(new WebSocketSpec("web_amqp", 15678, List.of("amqp"), true, Frames.BINARY));
  }

  /** §2.2: what is spoken here, which begins with SASL. */
  @Override
  public byte[] refusal() {
    return ProtocolHeader.sasl();
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(Amqp10Format.INSTANCE);
  }
}
