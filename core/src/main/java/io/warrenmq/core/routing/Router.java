package io.warrenmq.core.routing;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds the queues of a message: through its exchange, exchanges bound to it, and alternate
 * exchanges of those where nothing matched. Each exchange is visited once and each queue named
 * once, so bindings may go in circles. Confined to its loop.
 */
public final class Router implements RouteSink {
  // Up to here a queue is looked for by walking the result, beyond it by a set.
  private static final int WALK_MAX = 16;
  // Wider routes are not remembered, so that the cache stays within some megabytes.
  private static final int KEEP_MAX = 128;
  private static final Queue[] NONE = new Queue[0];

  private final RouteCache cache = new RouteCache();
  private final Set<Queue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private Queue[] found = new Queue[WALK_MAX];
  private int foundCount;
  private Exchange[] visited = new Exchange[4];
  private int visitedCount;
  private boolean matched;

  /**
   * Routes a message by its own routing keys.
   *
   * @return the queues, each once; not to be changed
   */
  public Queue[] route(Vhost vhost, Exchange exchange, Message message) {
    if (!message.extraRoutingKeys().isEmpty()
        || !message.blindRoutingKeys().isEmpty()
        || !exchange.router().routesByKeyOnly()) {
      find(vhost, exchange, message);
      return found();
    }
    int version =
        vhost.routingVersion(); // Read before the tables, so that a change in between shows.
    String key = message.routingKey();
    RouteCache.Route route = cache.find(exchange, key, version);
    if (route == null) {
      boolean byKeyOnly = find(vhost, exchange, message);
      route = new RouteCache.Route(exchange, key, version, found());
      if (byKeyOnly && mayBeKept(vhost, route)) {
        cache.keep(route);
      }
    }
    return route.queues();
  }

  /**
   * Whether the routing version covers the route: it says nothing of queues that the metadata does
   * not know, as reply addresses are. And a wide route costs more to deliver than to find again.
   */
  private static boolean mayBeKept(Vhost vhost, RouteCache.Route route) {
    if (route.queues().length > KEEP_MAX) {
      return false;
    }
    for (Queue queue : route.queues()) {
      if (vhost.queue(queue.name()) != queue) {
        return false;
      }
    }
    return true;
  }

  private Queue[] found() {
    return foundCount == 0 ? NONE : Arrays.copyOf(found, foundCount);
  }

  /** Finds the queues; says whether all that was looked at was the routing key. */
  private boolean find(Vhost vhost, Exchange start, Message message) {
    Arrays.fill(found, 0, foundCount, null);
    foundCount = 0;
    if (!seen.isEmpty()) {
      seen.clear();
    }
    visitedCount = 0;
    visit(start);
    boolean byKeyOnly = true;
    for (int i = 0; i < visitedCount; i++) {
      Exchange exchange = visited[i];
      byKeyOnly &= exchange.router().routesByKeyOnly();
      matched = false;
      exchange.router().route(message, message.routingKey(), this);
      route(exchange, message, message.extraRoutingKeys());
      route(exchange, message, message.blindRoutingKeys());
      String alternate = exchange.alternateExchange();
      if (!matched && alternate != null) {
        Exchange other = vhost.exchange(alternate);
        if (other != null) {
          visit(other);
        }
      }
    }
    Arrays.fill(visited, 0, visitedCount, null);
    return byKeyOnly;
  }

  private void route(Exchange exchange, Message message, List<String> keys) {
    for (int i = 0; i < keys.size(); i++) {
      exchange.router().route(message, keys.get(i), this);
    }
  }

  @Override
  public void add(Destination destination) {
    matched = true;
    if (destination instanceof Queue queue) {
      addQueue(queue);
    } else {
      visit((Exchange) destination);
    }
  }

  private void addQueue(Queue queue) {
    if (foundCount < WALK_MAX) {
      for (int i = 0; i < foundCount; i++) {
        if (found[i] == queue) {
          return;
        }
      }
    } else {
      if (seen.isEmpty()) {
        seen.addAll(Arrays.asList(found).subList(0, foundCount));
      }
      if (!seen.add(queue)) {
        return;
      }
      if (foundCount == found.length) {
        found = Arrays.copyOf(found, foundCount * 2);
      }
    }
    found[foundCount++] = queue;
  }

  private void visit(Exchange exchange) {
    for (int i = 0; i < visitedCount; i++) {
      if (visited[i] == exchange) {
        return;
      }
    }
    if (visitedCount == visited.length) {
      visited = Arrays.copyOf(visited, visitedCount * 2);
    }
    visited[visitedCount++] = exchange;
  }
}
