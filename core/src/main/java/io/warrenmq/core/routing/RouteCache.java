package io.warrenmq.core.routing;

import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.queue.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Routes that were found before, by exchange and routing key, for exchanges that look at nothing
 * else. Of a fixed size: a new route takes the place of an older one in its slot. A route is valid
 * while the vhost's routing version stands. Confined to its loop.
 */
final class RouteCache {
  private static final int SLOTS = 1 << 12;

  private final @Nullable Route[] slots = new Route[SLOTS];

  record Route(Exchange exchange, String routingKey, int version, Queue[] queues) {}

  @Nullable Route find(Exchange exchange, String routingKey, int version) {
    Route route = slots[slotOf(exchange, routingKey)];
    return route != null
            && route.version == version
            && route.exchange == exchange
            && route.routingKey.equals(routingKey)
        ? route
        : null;
  }

  void keep(Route route) {
    slots[slotOf(route.exchange, route.routingKey)] = route;
  }

  private static int slotOf(Exchange exchange, String routingKey) {
    int hash = System.identityHashCode(exchange) * 31 + routingKey.hashCode();
    return (hash ^ (hash >>> 15)) & (SLOTS - 1);
  }
}
