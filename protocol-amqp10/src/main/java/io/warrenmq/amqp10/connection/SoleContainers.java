package io.warrenmq.amqp10.connection;

import io.warrenmq.api.message.Symbol;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that want to be the only one of their name, of all connections of the protocol:
 * JMS clients with a client id do. Containers that do not ask for it are not known here, and may
 * have the same name. Any thread.
 */
final class SoleContainers {
  /** What such a container's open desires. */
  static final Symbol CAPABILITY = new Symbol("sole-connection-for-container");

  private record Container(String vhost, String id) {}

  private final Set<Container> open = ConcurrentHashMap.newKeySet();

  /**
   * Takes a name for a connection, which has to {@link #giveBack} it.
   *
   * @return false when another connection has it
   */
  boolean take(String vhost, String containerId) {
    return open.add(new Container(vhost, containerId));
  }

  /** The connection that had taken the name has ended. */
  void giveBack(String vhost, String containerId) {
    open.remove(new Container(vhost, containerId));
  }
}
