package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.Arguments;

/**
 * The refusals that several commands share, in RabbitMQ's words: client libraries match on them.
 */
final class Refusals {
  /** How the names begin that are not for clients to declare. */
  static final String RESERVED = "amq.";

  private Refusals() {}

  /** How a resource is named in texts: {@code queue 'q' in vhost '/'}. */
  static String describe(ResourceKind kind, String vhost, String name) {
    return kind.text() + " '" + name + "' in vhost '" + vhost + "'";
  }

  static BrokerException notFound(ResourceKind kind, String vhost, String name) {
    return new BrokerException(ErrorKind.NOT_FOUND, "no " + describe(kind, vhost, name));
  }

  static BrokerException preconditionFailed(String text) {
    return new BrokerException(ErrorKind.PRECONDITION_FAILED, text);
  }

  static BrokerException limitReached(String text) {
    return new BrokerException(ErrorKind.LIMIT_REACHED, text);
  }

  static BrokerException accessRefused(
      Permission permission, ResourceKind kind, String vhost, String name, String user) {
    return new BrokerException(
        ErrorKind.ACCESS_REFUSED,
        permission.text()
            + " access to "
            + describe(kind, vhost, name)
            + " refused for user '"
            + user
            + "'");
  }

  static BrokerException locked(String vhost, String queue) {
    return new BrokerException(
        ErrorKind.RESOURCE_LOCKED,
        "cannot obtain exclusive access to locked "
            + describe(ResourceKind.QUEUE, vhost, queue)
            + ". It could be originally declared on another connection or the exclusive property"
            + " value does not match that of the original declaration.");
  }

  static BrokerException invalidType(
      Object value, String argument, ResourceKind kind, String vhost, String name) {
    return preconditionFailed(
        "invalid type '"
            + Arguments.typeName(value)
            + "' for arg '"
            + argument
            + "' in "
            + describe(kind, vhost, name));
  }

  static void checkNotDefaultExchange(String exchange) {
    if (exchange.isEmpty()) {
      throw new BrokerException(
          ErrorKind.ACCESS_REFUSED, "operation not permitted on the default exchange");
    }
  }

  static void checkNotReserved(ResourceKind kind, String name) {
    if (name.startsWith(RESERVED)) {
      throw new BrokerException(
          ErrorKind.ACCESS_REFUSED,
          kind.text() + " name '" + name + "' contains reserved prefix 'amq.*'");
    }
  }

  static void checkNotSystemExchange(String vhost, String exchange) {
    if (exchange.startsWith(RESERVED)) {
      throw new BrokerException(
          ErrorKind.ACCESS_REFUSED,
          "deletion of system "
              + describe(ResourceKind.EXCHANGE, vhost, exchange)
              + " not allowed");
    }
  }
}
