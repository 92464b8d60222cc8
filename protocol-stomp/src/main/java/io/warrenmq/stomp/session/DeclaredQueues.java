package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.HashSet;
import java.util.Set;

/**
 * The shared queues that a session has declared: it does so once for each, as RabbitMQ. Confined to
 * the connection's loop.
 */
final class DeclaredQueues {
  private static final int NAMES_MAX = 1_000; // of which more are declared again

  private final VhostAccess access;
  private final Set<String> names = new HashSet<>();

  DeclaredQueues(VhostAccess access) {
    this.access = access;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** Declares a queue; fails as {@link VhostAccess#declareQueue}. */
  Future<String> declare(QueueDeclaration declaration) {
    if (names.contains(declaration.name())) {
      return Future.succeededFuture(declaration.name());
    }
    return access
        .declareQueue(declaration)
        .map(
            status -> {
              if (names.size() == NAMES_MAX) {
                names.clear();
              }
              names.add(status.name());
              return status.name();
            });
  }
}
