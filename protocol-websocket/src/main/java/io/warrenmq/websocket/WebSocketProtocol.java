package io.warrenmq.websocket;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.websocket.connection.UpgradingConnection;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.upgrade.HttpRefusal;
import io.warrenmq.websocket.upgrade.Offers;
import java.util.List;
import java.util.function.Function;

/**
 * Protocols at one listener, as WebSocket carries them. To the listener it is a protocol that
 * begins with an HTTP request. Thread-safe.
 */
final class WebSocketProtocol implements ProtocolPlugin {
  private final String name;
  private final List<ListenerSpec> listeners;
  private final Offers offers;
  private final Function<Loop, LoopCodecs> codecs;
  private final int handshakeTimeoutMs;
  private final long requestMs;
  private final long tlsRequestMs;

  /**
   * Creates it.
   *
   * @param codecs those of a loop
   * @param handshakeTimeoutMs how long a client may take for its request, and then for its first
   *     bytes
   * @param requestMs a shorter time for its request, without TLS; 0 for none
   * @param tlsRequestMs the same over TLS
   */
  WebSocketProtocol(
      String name,
      List<ListenerSpec> listeners,
      Offers offers,
      Function<Loop, LoopCodecs> codecs,
      int handshakeTimeoutMs,
      long requestMs,
      long tlsRequestMs) {
    this.name = name;
    this.listeners = List.copyOf(listeners);
    this.offers = offers;
    this.codecs = codecs;
    this.handshakeTimeoutMs = handshakeTimeoutMs;
    this.requestMs = shorter(requestMs);
    this.tlsRequestMs = shorter(tlsRequestMs);
  }

  private long shorter(long timeoutMs) {
    return timeoutMs == 0 ? handshakeTimeoutMs : Math.min(timeoutMs, handshakeTimeoutMs);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Detection detect(ByteBuf first) {
    return HttpProtocol.detectRequest(first);
  }

  @Override
  public byte[] refusal() {
    return HttpRefusal.badRequest("this is no HTTP request").response();
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    boolean isTls = transport.info().tlsProtocol() != null;
    return new UpgradingConnection(
        transport, offers, codecs, isTls ? tlsRequestMs : requestMs, handshakeTimeoutMs);
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
