package io.warrenmq.server.listener;

import io.warrenmq.server.tls.LiveTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listener that accepts connections.
 *
 * @param options what was asked for
 * @param address where it listens, with the port that was found when 0 was asked for
 * @param tls what TLS shows to clients; {@code null} without
 */
public record BoundListener(
    ListenerOptions options, InetSocketAddress address, @Nullable LiveTls tls) {
  /** The names of its protocols, for example {@code amqp091, amqp10}. */
  public String protocolNames() {
    return String.join(", ", options.protocols().stream().map(p -> p.name()).toList());
  }
}
