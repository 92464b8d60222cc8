package io.warrenmq.server.listener;

import io.vertx.core.net.NetServerOptions;
import io.warrenmq.api.plugin.PluginConfig;

/**
 * Options of a listener's sockets, as RabbitMQ's {@code tcp_listen_options.*} say them. Immutable.
 *
 * @param backlog connections that the kernel keeps waiting to be accepted, 1 or more
 * @param noDelay whether small writes leave at once
 * @param keepAlive whether TCP itself probes idle connections
 * @param sendBufferBytes the kernel's send buffer; 0 for its own choice
 * @param receiveBufferBytes the kernel's receive buffer; 0 for its own choice
 * @param sendTimeoutMs how long a peer may take nothing of what waits for it, in milliseconds; 0
 *     for any time
 */
public record SocketOptions(
    int backlog,
    boolean noDelay,
    boolean keepAlive,
    int sendBufferBytes,
    int receiveBufferBytes,
    int sendTimeoutMs) {
  /** What holds when the configuration is silent. */
  public static final SocketOptions DEFAULTS = new SocketOptions(1024, true, false, 0, 0, 15_000);

  /**
   * Reads the options under a prefix.
   *
   * @param prefix for example {@code tcp_listen_options}
   */
  public static SocketOptions from(PluginConfig config, String prefix) {
    return new SocketOptions(
        Math.toIntExact(config.integer(prefix + ".backlog", DEFAULTS.backlog)),
        config.flag(prefix + ".nodelay", DEFAULTS.noDelay),
        config.flag(prefix + ".keepalive", DEFAULTS.keepAlive),
        Math.toIntExact(config.integer(prefix + ".sndbuf", 0)),
        Math.toIntExact(config.integer(prefix + ".recbuf", 0)),
        timeoutMs(config.integer(prefix + ".send_timeout", DEFAULTS.sendTimeoutMs)));
  }

  private static int timeoutMs(long configured) {
    return configured > Integer.MAX_VALUE ? 0 : (int) configured; // infinity
  }

  void applyTo(NetServerOptions server) {
    server.setAcceptBacklog(backlog).setTcpNoDelay(noDelay).setTcpKeepAlive(keepAlive);
    if (sendBufferBytes > 0) {
      server.setSendBufferSize(sendBufferBytes);
    }
    if (receiveBufferBytes > 0) {
      server.setReceiveBufferSize(receiveBufferBytes);
    }
  }
}
