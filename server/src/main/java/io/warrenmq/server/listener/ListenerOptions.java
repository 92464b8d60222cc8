package io.warrenmq.server.listener;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.server.tls.TlsOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One address to listen on. Immutable.
 *
 * @param configKey the key that asks for it, for error texts; for example {@code
 *     listeners.tcp.default}
 * @param host the address to bind; {@code ::} is every address of both families
 * @param port the port, 0..65535; 0 takes a free one
 * @param protocols who may serve a connection, at least one; the first bytes decide
 * @param tls {@code null} for plain connections alone
 * @param plainToo with TLS, whether a connection may be plain as well: its first bytes decide
 * @param proxyProtocol whether each connection begins with a PROXY header
 * @param socket options of its sockets
 */
public record ListenerOptions(
    String configKey,
    String host,
    int port,
    List<ProtocolPlugin> protocols,
    @Nullable TlsOptions tls,
    boolean plainToo,
    boolean proxyProtocol,
    SocketOptions socket) {
  /** Copies the list. */
  public ListenerOptions {
    protocols = List.copyOf(protocols);
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException(configKey + ": a listener needs a protocol");
    }
  }

  /** Whether connections without TLS are served. */
  public boolean isPlain() {
    return tls == null || plainToo;
  }
}
