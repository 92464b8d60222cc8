package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import java.util.HashSet;
import java.util.Set;

/**
 * The shared queues that a session has declared: as RabbitMQ it does so once for each, by the
 * headers of the first frame, but again when one has gone. Confined to the connection's loop.
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

  /** Sees that a queue is there; fails as {@link VhostAccess#declareQueue}. */
  Future<String> declare(QueueDeclaration declaration) {
    if (!names.contains(declaration.name())) {
      return declareAnew(declaration);
    }
    return access
        .checkQueue(declaration.name())
        .map(QueueStatus::name)
        .recover(
            failure ->
                BrokerException.is(failure, ErrorKind.NOT_FOUND)
                    ? declareAnew(declaration)
                    : Future.failedFuture(failure));
  }

  private Future<String> declareAnew(QueueDeclaration declaration) {
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
