package io.warrenmq.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The event loop that all connections are on, and how they are opened. */
final class Network implements AutoCloseable {
  /** Of one address of ours: a system usually has 28,232 ports to give. */
  private static final int CONNECTIONS_PER_ADDRESS = 20_000;

  private static final int CONNECT_TIMEOUT_MS = 30_000;

  private final EventLoopGroup group;
  private final Bootstrap bootstrap;
  private final InetSocketAddress broker;
  private final String subprotocol;
  private final @Nullable SslContext tls;

  /**
   * @param subprotocol of WebSocket; empty for none
   * @param overTls whether over TLS
   */
  Network(InetSocketAddress broker, String subprotocol, boolean overTls) {
    this.tls = overTls ? tls() : null;
    this.subprotocol = subprotocol;
    boolean epoll = Epoll.isAvailable();
    this.broker = broker;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS);
  }

  EventLoop loop() {
    return group.next();
  }

  /**
   * Opens a connection.
   *
   * @param number of the connection in this run, from 0; says which loopback address it comes from
   */
  void open(Connection connection, int number) {
    Bootstrap one = bootstrap.clone().handler(carried(connection));
    int address = number / CONNECTIONS_PER_ADDRESS;
    if (address > 0) {
      one.localAddress(new InetSocketAddress(loopback(1 + address), 0));
    }
    one.connect(broker)
        .addListener(
            result -> {
              if (!result.isSuccess()) {
                connection.fail(result.cause());
              }
            });
  }

  private ChannelHandler carried(Connection connection) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        if (tls != null) {
          channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        if (!subprotocol.isEmpty()) {
          channel.pipeline().addLast(new WebSocketFrames(subprotocol));
        }
        channel.pipeline().addLast(connection);
      }
    };
  }

  private static SslContext tls() {
    try {
      return SslContextBuilder.forClient()
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK has no TLS 1.3", e);
    }
  }

  private static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
