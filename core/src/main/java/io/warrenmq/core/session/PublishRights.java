package io.warrenmq.core.session;

import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metrics.ExchangeTraffic;
import io.warrenmq.core.vhost.AccessCheck;
import io.warrenmq.core.vhost.Vhost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session may publish where it publishes. Remembers the last exchange, so that a
 * publisher that stays with one is checked once per change of permissions. Confined to the
 * session's loop.
 */
final class PublishRights {
  private static final ExchangeTraffic NO_TRAFFIC = new ExchangeTraffic();

  private final ClientConnection connection;
  private final Authorizer authorizer;
  private final AccessCheck access;
  private final Vhost vhost;
  private final int loopIndex;

  private @Nullable Exchange allowed;
  private ExchangeTraffic traffic = NO_TRAFFIC; // of the allowed exchange, from here
  private @Nullable Principal allowedPrincipal;
  private long allowedVersion;
  private boolean topicsRestricted;

  PublishRights(ClientConnection connection, LoopServices services, Vhost vhost) {
    this.connection = connection;
    this.authorizer = services.authorizer();
    this.access = services.access();
    this.vhost = vhost;
    this.loopIndex = services.loop().index();
  }

  /** What is counted of the exchange that was asked for last. */
  ExchangeTraffic traffic() {
    return traffic;
  }

  /**
   * The exchange a message is for.
   *
   * @throws BrokerException NOT_FOUND without it, ACCESS_REFUSED when the session may not publish
   *     there
   */
  Exchange exchangeFor(Message message) {
    Exchange exchange = allowed;
    if (exchange == null
        || exchange.isDeleted()
        || !exchange.name().equals(message.exchange())
        || allowedVersion != authorizer.version()
        || !connection.principal().equals(allowedPrincipal)) {
      exchange = admit(message.exchange());
    }
    if (topicsRestricted) {
      checkTopic(exchange, message.routingKey());
      checkTopics(exchange, message.extraRoutingKeys());
      checkTopics(exchange, message.blindRoutingKeys());
    }
    return exchange;
  }

  private Exchange admit(String name) {
    long version = authorizer.version();
    Principal principal = connection.principal();
    access.check(principal, vhost.name(), ResourceKind.EXCHANGE, name, Permission.WRITE);
    Exchange exchange = vhost.exchange(name);
    if (exchange == null) {
      throw new BrokerException(
          ErrorKind.NOT_FOUND, "no exchange '" + name + "' in vhost '" + vhost.name() + "'");
    }
    if (exchange.isInternal()) {
      throw new BrokerException(
          ErrorKind.ACCESS_REFUSED,
          "cannot publish to internal exchange '" + name + "' in vhost '" + vhost.name() + "'");
    }
    allowed = exchange;
    traffic = exchange.trafficFrom(loopIndex);
    allowedPrincipal = principal;
    allowedVersion = version;
    topicsRestricted =
        exchange.declaration().type().equals("topic")
            && authorizer.restrictsTopics(principal, vhost.name(), name);
    return exchange;
  }

  private void checkTopics(Exchange exchange, List<String> routingKeys) {
    for (int i = 0; i < routingKeys.size(); i++) {
      checkTopic(exchange, routingKeys.get(i));
    }
  }

  private void checkTopic(Exchange exchange, String routingKey) {
    access.checkTopic(
        connection.principal(),
        connection.request().clientId(),
        vhost.name(),
        exchange,
        routingKey,
        Permission.WRITE);
  }
}
