package io.warrenmq.websocket;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.websocket.connection.UpgradingConnection;
import io.warrenmq.websocket.upgrade.HttpRefusal;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.Offers;
import java.util.List;

/**
 * Protocols at one listener, as WebSocket carries them. To the listener it is a protocol that
 * begins with an HTTP request. Thread-safe.
 */
final class WebSocketProtocol implements ProtocolPlugin {
  private static final int METHOD_BYTES_MAX = 16;

  private final String name;
  private final List<ListenerSpec> listeners;
  private final Offers offers;
  private final int handshakeTimeoutMs;

  WebSocketProtocol(
      String name, List<ListenerSpec> listeners, List<Offer> offers, int handshakeTimeoutMs) {
    this.name = name;
    this.listeners = List.copyOf(listeners);
    this.offers = new Offers(offers);
    this.handshakeTimeoutMs = handshakeTimeoutMs;
  }

  @Override
  public String name() {
    return name;
  }

  /** A request begins with its method, in capitals, and a blank. */
  @Override
  public Detection detect(ByteBuf first) {
    int bytes = Math.min(first.readableBytes(), METHOD_BYTES_MAX);
    for (int i = 0; i < bytes; i++) {
      byte sign = first.getByte(first.readerIndex() + i);
      if (sign == ' ' && i > 0) {
        return Detection.MINE;
      } else if (sign < 'A' || sign > 'Z') {
        return Detection.NOT_MINE;
      }
    }
    return bytes < METHOD_BYTES_MAX ? Detection.UNDECIDED : Detection.NOT_MINE;
  }

  @Override
  public byte[] refusal() {
    return HttpRefusal.badRequest("this is no HTTP request").response();
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    return new UpgradingConnection(transport, offers, handshakeTimeoutMs);
  }

  @Override
  public List<ListenerSpec> listeners() {
    return listeners;
  }

  /** Messages are in the carried protocols' own forms. */
  @Override
  public List<MessageFormat> formats() {
    return List.of();
  }
}
