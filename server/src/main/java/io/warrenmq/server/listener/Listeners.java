package io.warrenmq.server.listener;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.loop.NettyLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets that the broker listens on. Each is served by one Vert.x server per event loop, among
 * which Vert.x spreads the accepted connections in turn. Thread-safe once bound.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  // An idle connection asks for nothing, a busy one soon reads 64 KiB at a time.
  private static final AdaptiveRecvByteBufAllocator RECEIVE_BYTES =
      new AdaptiveRecvByteBufAllocator(256, 1024, 64 << 10);

  private final BrokerLoops loops;
  private final TransportOptions options;
  private final ConnectionLimit limit;
  private final WriteBufferWaterMark waterMark;
  private final List<NetServer> servers = new CopyOnWriteArrayList<>();
  private final List<BoundListener> bound = new CopyOnWriteArrayList<>();

  /** Creates it; nothing is bound yet. */
  public Listeners(BrokerLoops loops, TransportOptions options) {
    this.loops = loops;
    this.options = options;
    this.limit = new ConnectionLimit(options.connectionsMax());
    this.waterMark = new WriteBufferWaterMark(options.writeLowBytes(), options.writeHighBytes());
  }

  /**
   * Binds a listener. Not on a loop, from one thread only: waits until it accepts.
   *
   * @throws BindException when it cannot be bound, with a text for the operator
   */
  public BoundListener bind(ListenerOptions listener) throws BindException, InterruptedException {
    refuseTwin(listener);
    // Vert.x hands the connections of one socket to all servers that name the same address, or the
    // same random port.
    SocketAddress address =
        listener.port() == 0
            ? SocketAddress.sharedRandomPort(bound.size() + 1, listener.host())
            : SocketAddress.inetSocketAddress(listener.port(), listener.host());
    ProtocolSniffer sniffer = new ProtocolSniffer(listener.protocols());
    int port = 0;
    for (NettyLoop loop : loops.eventLoops()) {
      port = bind(listener, address, sniffer, loop);
    }
    BoundListener result =
        new BoundListener(listener, new InetSocketAddress(listener.host(), port));
    bound.add(result);
    return result;
  }

  /** What is bound, in the order of binding. */
  public List<BoundListener> bound() {
    return List.copyOf(bound);
  }

  /** How many connections are open, all listeners together. */
  public int connectionCount() {
    return limit.count();
  }

  /**
   * Stops listening, has every connection say good-bye, and waits for them to close.
   *
   * @param timeoutMs after this many milliseconds those that are left are cut
   */
  public Future<Void> stop(long timeoutMs) {
    List<Future<Void>> stopping = new ArrayList<>();
    for (NetServer server : servers) {
      stopping.add(server.shutdown(timeoutMs, TimeUnit.MILLISECONDS));
    }
    return Future.join(stopping).mapEmpty();
  }

  private void refuseTwin(ListenerOptions listener) throws BindException {
    for (BoundListener other : bound) {
      // Vert.x would take it, and each of the two would serve every other connection.
      if (listener.port() == other.address().getPort()
          && listener.host().equals(other.options().host())) {
        throw BindException.twin(listener, other.options());
      }
    }
  }

  private int bind(
      ListenerOptions listener, SocketAddress address, ProtocolSniffer sniffer, NettyLoop loop)
      throws BindException, InterruptedException {
    VertxInternal vertx = (VertxInternal) loops.vertx();
    ContextInternal context =
        vertx
            .contextBuilder()
            .withThreadingModel(ThreadingModel.EVENT_LOOP)
            .withEventLoop(loop.eventLoop())
            .build();
    NetServer server = vertx.createNetServer(serverOptions(listener));
    server.connectHandler(socket -> accept(loop, sniffer, listener, (NetSocketInternal) socket));
    server.exceptionHandler(failure -> onHandshakeFailure(listener, failure));
    Future<NetServer> listening =
        Future.future(
            promise -> context.runOnContext(start -> server.listen(address).onComplete(promise)));
    try {
      listening.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw BindException.of(listener, e.getCause() == null ? e : e.getCause());
    }
    servers.add(server);
    return server.actualPort();
  }

  /** A certificate that is not trusted, no TLS at all: who it was, Vert.x does not say. */
  private static void onHandshakeFailure(ListenerOptions listener, Throwable failure) {
    if (failure instanceof SSLException) {
      log.warn("{}: a TLS handshake has failed: {}", listener.configKey(), reason(failure));
    } else { // The peer has gone.
      String kind = failure.getClass().getSimpleName();
      log.debug("{}: a connection has failed before it was one: {}", listener.configKey(), kind);
    }
  }

  /** The innermost: that one knows. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    if (cause instanceof NotSslRecordException) { // It quotes them all, a password too.
      return "the client's bytes are not TLS";
    }
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private NetServerOptions serverOptions(ListenerOptions listener) {
    NetServerOptions server = new NetServerOptions().setUseProxyProtocol(listener.proxyProtocol());
    listener.socket().applyTo(server);
    if (listener.tls() != null) {
      listener.tls().applyTo(server, options.tlsHandshakeTimeoutMs());
    }
    return server;
  }

  private void accept(
      Loop loop, ProtocolSniffer sniffer, ListenerOptions listener, NetSocketInternal socket) {
    ChannelHandlerContext context = socket.channelHandlerContext();
    if (!limit.acquire()) {
      context.channel().close();
      return;
    }
    ChannelConfig config = context.channel().config();
    config.setRecvByteBufAllocator(RECEIVE_BYTES);
    config.setWriteBufferWaterMark(waterMark);
    new TransportHandler(
        loop,
        SocketInfo.of(socket),
        options,
        listener.socket().sendTimeoutMs(),
        sniffer,
        limit,
        context);
  }
}
