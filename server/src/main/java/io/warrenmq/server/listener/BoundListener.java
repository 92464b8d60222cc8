package io.warrenmq.server.listener;

import java.net.InetSocketAddress;

/**
 * A listener that accepts connections.
 *
 * @param options what was asked for
 * @param address where it listens, with the port that was found when 0 was asked for
 */
public record BoundListener(ListenerOptions options, InetSocketAddress address) {
  /** The names of its protocols, for example {@code amqp091, amqp10}. */
  public String protocolNames() {
    return String.join(", ", options.protocols().stream().map(p -> p.name()).toList());
  }
}
