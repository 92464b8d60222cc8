package io.warrenmq.server.listener;

import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.warrenmq.api.protocol.ProtocolSniffer;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.loop.NettyLoop;
import io.warrenmq.server.tls.LiveTls;
import io.warrenmq.server.tls.TlsException;
import io.warrenmq.server.tls.TlsService;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets that the broker listens on. Each is served by one Vert.x server per event loop, among
 * which Vert.x spreads the accepted connections in turn. Thread-safe once bound.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final BrokerLoops loops;
  private final TransportOptions options;
  private final ConnectionLimit limit;
  private final WriteBufferWaterMark waterMark;
  private final TlsService tls;
  private final List<HandshakePlaces> places; // of the loops, in their order
  private final List<NetServer> servers = new CopyOnWriteArrayList<>();
  private final List<BoundListener> bound = new CopyOnWriteArrayList<>();

  /**
   * Creates it; nothing is bound yet.
   *
   * @param tls is closed with it
   */
  public Listeners(BrokerLoops loops, TransportOptions options, TlsService tls) {
    this.loops = loops;
    this.options = options;
    this.limit = new ConnectionLimit(options.connectionsMax());
    this.waterMark = new WriteBufferWaterMark(options.writeLowBytes(), options.writeHighBytes());
    this.tls = tls;
    this.places =
        loops.eventLoops().stream()
            .map(loop -> new HandshakePlaces(loop, options.tlsHandshakesMax()))
            .toList();
  }

  /**
   * Binds a listener. Not on a loop, from one thread only: waits until it accepts.
   *
   * @throws BindException when it cannot be bound, with a text for the operator
   * @throws TlsException when its files are not in order, likewise
   */
  public BoundListener bind(ListenerOptions listener)
      throws BindException, TlsException, InterruptedException {
    refuseTwin(listener);
    LiveTls live = listener.tls() == null ? null : tls.open(listener.tls());
    // Vert.x hands the connections of one socket to all servers that name the same address, or the
    // same random port.
    SocketAddress address =
        listener.port() == 0
            ? SocketAddress.sharedRandomPort(bound.size() + 1, listener.host())
            : SocketAddress.inetSocketAddress(listener.port(), listener.host());
    ProtocolSniffer sniffer = new ProtocolSniffer(listener.protocols());
    TlsLog tlsLog = new TlsLog(listener.configKey(), loops.eventLoops().get(0).clock());
    int port = 0;
    for (NettyLoop loop : loops.eventLoops()) {
      Acceptor acceptor =
          new Acceptor(
              loop,
              listener,
              options,
              waterMark,
              sniffer,
              limit,
              tlsLog,
              live,
              tls.signers(),
              places.get(loop.index()));
      port = bind(acceptor, address, loop);
    }
    BoundListener result =
        new BoundListener(listener, new InetSocketAddress(listener.host(), port), live);
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
    return Future.join(stopping).eventually(this::closeTls).mapEmpty();
  }

  private Future<Void> closeTls() {
    tls.close();
    return Future.succeededFuture();
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

  private int bind(Acceptor acceptor, SocketAddress address, NettyLoop loop)
      throws BindException, InterruptedException {
    ListenerOptions listener = acceptor.listener();
    VertxInternal vertx = (VertxInternal) loops.vertx();
    ContextInternal context =
        vertx
            .contextBuilder()
            .withThreadingModel(ThreadingModel.EVENT_LOOP)
            .withEventLoop(loop.eventLoop())
            .build();
    NetServer server = vertx.createNetServer(serverOptions(listener));
    server.connectHandler(socket -> acceptor.accept((NetSocketInternal) socket));
    server.exceptionHandler(failure -> onFailure(listener, failure));
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

  /** The peer has gone before it was one, or has sent no PROXY header. */
  private static void onFailure(ListenerOptions listener, Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    log.debug("{}: a connection has failed before it was one: {}", listener.configKey(), kind);
  }

  private NetServerOptions serverOptions(ListenerOptions listener) {
    NetServerOptions server = new NetServerOptions().setUseProxyProtocol(listener.proxyProtocol());
    listener.socket().applyTo(server);
    return server;
  }
}
