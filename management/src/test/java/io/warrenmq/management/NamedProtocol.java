package io.warrenmq.management;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.core.plugin.FoundPlugin;
import java.util.List;

/** A protocol for tests that nobody speaks, and that has a format. */
final class NamedProtocol implements ProtocolPlugin {
  static FoundPlugin found() {
    return new FoundPlugin(ProtocolPlugin.class, "amqp091", "the class path", new NamedProtocol());
  }

  @Override
  public String name() {
    return "amqp091";
  }

  @Override
  public void attach(BrokerAccess access) {}

  @Override
  public Detection detect(ByteBuf first) {
    return Detection.NOT_MINE;
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    throw new UnsupportedOperationException("nobody speaks it");
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of();
  }

  @Override
  public List<MessageFormat> formats() {
    return List.of(new NamedFormat());
  }
}
