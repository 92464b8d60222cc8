package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.queue.Queue;
import org.jspecify.annotations.Nullable;

/** Asks the authorizer, and says no in RabbitMQ's words. Thread-safe. */
public final class AccessCheck {
  /** How permissions name the default exchange. */
  public static final String DEFAULT_EXCHANGE = "amq.default";

  private static final String TOPIC = "topic";

  private final Authorizer authorizer;

  /** Creates the check. */
  public AccessCheck(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /**
   * Checks a permission on a queue or exchange.
   *
   * @throws BrokerException ACCESS_REFUSED
   */
  public void check(
      Principal principal, String vhost, ResourceKind kind, String name, Permission permission) {
    String permitted = kind == ResourceKind.EXCHANGE && name.isEmpty() ? DEFAULT_EXCHANGE : name;
    if (!Requester.isBroker(principal)
        && !authorizer.mayAccess(principal, vhost, kind, permitted, permission)) {
      throw Refusals.accessRefused(permission, kind, vhost, permitted, principal.name());
    }
  }

  /**
   * Checks a routing key where topics are restricted; exchanges of other types restrict none.
   *
   * @throws BrokerException ACCESS_REFUSED
   */
  public void checkTopic(
      Principal principal,
      String clientId,
      String vhost,
      Exchange exchange,
      String routingKey,
      Permission permission) {
    if (exchange.declaration().type().equals(TOPIC)
        && !Requester.isBroker(principal)
        && authorizer.restrictsTopics(principal, vhost, exchange.name())
        && !authorizer.mayAccessTopic(
            principal, vhost, exchange.name(), routingKey, clientId, permission)) {
      throw new BrokerException(
          ErrorKind.ACCESS_REFUSED,
          permission.text()
              + " access to topic '"
              + routingKey
              + "' in "
              + Refusals.describe(ResourceKind.EXCHANGE, vhost, exchange.name())
              + " refused for user '"
              + principal.name()
              + "'");
    }
  }

  /**
   * Checks that a queue is everybody's or this connection's own.
   *
   * @throws BrokerException RESOURCE_LOCKED
   */
  public static void checkExclusive(Queue queue, @Nullable BrokerConnection connection) {
    BrokerConnection owner = queue.exclusiveOwner();
    if (owner != null && owner != connection) {
      throw Refusals.locked(queue.vhost(), queue.name());
    }
  }
}
