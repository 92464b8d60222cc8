package io.warrenmq.server.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ProtocolSniffer;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.server.tls.LiveTls;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections of one listener on one loop. Confined to the loop.
 *
 * @param loop the loop
 * @param listener the listener
 * @param options bounds of every transport
 * @param waterMark between which bytes waiting for the socket a connection is writable again
 * @param sniffer tells the listener's protocols apart
 * @param limit of all connections
 * @param log names those that TLS keeps out
 * @param tls {@code null} for plain connections alone
 * @param signers runs what takes long in a TLS handshake
 * @param places bounds the loop's TLS handshakes
 */
record Acceptor(
    Loop loop,
    ListenerOptions listener,
    TransportOptions options,
    WriteBufferWaterMark waterMark,
    ProtocolSniffer sniffer,
    ConnectionLimit limit,
    TlsLog log,
    @Nullable LiveTls tls,
    Executor signers,
    HandshakePlaces places) {
  // An idle connection asks for nothing, a busy one soon reads 64 KiB at a time.
  private static final AdaptiveRecvByteBufAllocator RECEIVE_BYTES =
      new AdaptiveRecvByteBufAllocator(256, 1024, 64 << 10);

  /** Takes a connection, in the place of Vert.x's handler. */
  void accept(NetSocketInternal socket) {
    ChannelHandlerContext context = socket.channelHandlerContext();
    if (!limit.acquire()) {
      context.channel().close();
      return;
    }
    ChannelConfig config = context.channel().config();
    config.setRecvByteBufAllocator(RECEIVE_BYTES);
    config.setWriteBufferWaterMark(waterMark);
    TransportInfo info = SocketInfo.of(socket);
    if (tls == null) {
      open(info, context);
    } else {
      new TlsGate(this, info, context);
    }
  }

  /** The transport of a connection that holds a place of the limit, in a handler's place. */
  TransportHandler open(TransportInfo info, ChannelHandlerContext replaced) {
    return new TransportHandler(this, info, replaced);
  }

  /** The broker's side of TLS. Its time is bounded by others. */
  SslHandler newTls(ByteBufAllocator allocator) {
    LiveTls live = Objects.requireNonNull(tls, "only a listener with TLS asks");
    SslHandler handler = live.newHandler(allocator, signers);
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }
}
