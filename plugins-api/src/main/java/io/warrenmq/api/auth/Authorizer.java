package io.warrenmq.api.auth;

import io.warrenmq.api.plugin.Plugin;

/**
 * Says what a principal may do. Asked rarely: the core remembers answers per session until {@link
 * #version} changes. Thread-safe, does not block; an implementation that needs I/O keeps a cache of
 * its own.
 */
public interface Authorizer extends Plugin {
  /** Whether the principal may enter the vhost. */
  boolean mayAccessVhost(Principal principal, String vhost);

  /**
   * Whether it may do this with the resource; the default exchange is named {@code amq.default}.
   */
  boolean mayAccess(
      Principal principal, String vhost, ResourceKind kind, String name, Permission permission);

  /**
   * Whether topics are restricted for the principal in the vhost, so that {@link #mayAccessTopic}
   * must be asked per key.
   */
  boolean restrictsTopics(Principal principal, String vhost, String exchange);

  /**
   * Whether it may write to or read from the routing key of a topic exchange.
   *
   * @param clientId the client's identifier where the protocol has one, else the empty text
   */
  boolean mayAccessTopic(
      Principal principal,
      String vhost,
      String exchange,
      String routingKey,
      String clientId,
      Permission permission);

  /** A number that changes with every change of permissions. */
  long version();
}
