package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.broker.BrokerPlugin;
import io.warrenmq.api.message.MessageFormat;
import java.util.List;

/** A protocol. {@link #name} appears in listings and metrics, for example {@code amqp091}. */
public interface ProtocolPlugin extends BrokerPlugin {
  /** What the first bytes of a connection say. */
  enum Detection {
    /** They are this protocol's. */
    MINE,
    /** They are not. */
    NOT_MINE,
    /** Too few bytes to tell. */
    UNDECIDED
  }

  /**
   * Whether a connection that begins with these bytes is this protocol's. Any loop.
   *
   * @param first the bytes so far, at least one; the reader index must not move
   */
  Detection detect(ByteBuf first);

  /**
   * Opens the server's side of a connection. It is handed the first bytes next.
   *
   * @param transport the connection's transport, on the calling loop
   */
  ProtocolConnection open(Transport transport);

  /**
   * The listeners this protocol wants. Several protocols may name the same key: then they share the
   * port, and the first bytes decide.
   */
  List<ListenerSpec> listeners();

  /**
   * A listener a protocol wants.
   *
   * @param configKey the configuration key's prefix: for a protocol of a jar {@code
   *     plugin.NAME.listeners.tcp}, or {@code plugin.NAME.listeners.ssl} for TLS, where NAME is the
   *     plugin's; for the bundled ones RabbitMQ's, for example {@code listeners.tcp}
   * @param defaultPort the port when the configuration is silent; −1: no listener then
   */
  record ListenerSpec(String configKey, int defaultPort) {}

  /**
   * The WebSocket endpoints this protocol wants; a {@link ProtocolCarrier} serves them where there
   * is one. Several protocols may name the same key: then they share the port, and the subprotocol
   * decides, and where that leaves several, their first bytes. What such a connection's transport
   * carries is what the frames hold, whose bounds mean nothing.
   */
  default List<WebSocketSpec> webSockets() {
    return List.of();
  }

  /**
   * The formats of the messages that come in by this protocol: stored messages are read by them.
   * Always the same objects.
   */
  List<MessageFormat> formats();

  /**
   * What to send to a peer whose first bytes no protocol of the listener owns, before closing;
   * empty for nothing. Of several protocols of the listener that have one, the last by name is
   * asked: of the versions of a protocol the newest.
   */
  default byte[] refusal() {
    return new byte[0];
  }
}
