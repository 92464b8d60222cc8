package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueLifecycle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends queues, whoever wants it: a client, their own expiry, the last consumer's leaving, their
 * connection's end. A queue ends in two steps, on its home loop and then here; while it is between
 * them, commands on its name wait.
 *
 * <p>Confined to the metadata loop, except {@link #onUnused} and {@link #onExpired}.
 */
final class QueueRemoval implements QueueLifecycle {
  private final MetadataLoop metadata;
  private final Function<String, @Nullable Vhost> vhosts;
  private final Map<BrokerConnection, Set<Queue>> owned = new IdentityHashMap<>();
  // A declaration that had to wait may come back after its connection has gone; weak, as nobody
  // says when it cannot any more.
  private final Set<BrokerConnection> closed = Collections.newSetFromMap(new WeakHashMap<>());

  QueueRemoval(MetadataLoop metadata, Function<String, @Nullable Vhost> vhosts) {
    this.metadata = metadata;
    this.vhosts = vhosts;
  }

  @Override
  public Future<Void> onUnused(Queue queue) {
    return metadata
        .call(queue.home(), () -> removeQuietly(queue, () -> Future.succeededFuture(0L)))
        .mapEmpty();
  }

  @Override
  public void onExpired(Queue queue) {
    metadata.run(() -> removeQuietly(queue, () -> queue.deleteIfExpired(metadata.loop())));
  }

  private Future<Long> removeQuietly(Queue queue, Supplier<Future<Long>> end) {
    Vhost vhost = vhosts.apply(queue.vhost());
    return vhost == null
        ? Future.succeededFuture(0L)
        : remove(vhost, queue, end).otherwise(0L); // Used again: it stays.
  }

  /** Makes a connection the owner of a queue. */
  void own(BrokerConnection owner, Queue queue) {
    owned.computeIfAbsent(owner, o -> new HashSet<>(2)).add(queue);
  }

  /** Whether the connection has ended. */
  boolean isClosed(BrokerConnection connection) {
    return closed.contains(connection);
  }

  /** Ends all queues of a connection. */
  Future<Void> connectionClosed(BrokerConnection connection) {
    closed.add(connection);
    Set<Queue> queues = owned.get(connection);
    if (queues == null) {
      return metadata.settled();
    }
    List<Future<Long>> removals = new ArrayList<>(queues.size());
    for (Queue queue : List.copyOf(queues)) {
      removals.add(removeQuietly(queue, () -> queue.delete(metadata.loop(), false, false)));
    }
    return Future.all(removals).mapEmpty();
  }

  /** Completes when no queue of that name is being ended. */
  Future<Void> whenEnded(Vhost vhost, String name) {
    Promise<Void> ended = Promise.promise();
    return vhost.plan().waitForEnd(name, ended::complete)
        ? ended.future()
        : Future.succeededFuture();
  }

  /**
   * Ends a queue.
   *
   * @return the number of messages that were ready, 0 when it is gone already; fails with
   *     PRECONDITION_FAILED when it is in use or not empty and must not be
   */
  Future<Long> remove(Vhost vhost, Queue queue, boolean ifUnused, boolean ifEmpty) {
    return remove(vhost, queue, () -> queue.delete(metadata.loop(), ifUnused, ifEmpty));
  }

  private Future<Long> remove(Vhost vhost, Queue queue, Supplier<Future<Long>> end) {
    return whenEnded(vhost, queue.name())
        .compose(
            free ->
                // Still being ended, if somebody who had waited before came first.
                vhost.plan().isEnding(queue.name())
                    ? remove(vhost, queue, end)
                    : removeNow(vhost, queue, end));
  }

  private Future<Long> removeNow(Vhost vhost, Queue queue, Supplier<Future<Long>> end) {
    VhostPlan plan = vhost.plan();
    if (plan.queues.get(queue.name()) != queue) {
      return metadata.settled().map(0L);
    }
    plan.beginEnding(queue.name());
    String user = metadata.events().actor(); // The queue's loop does not know it.
    return end.get()
        .compose(
            readyCount -> metadata.as(user, () -> removeEnded(vhost, queue)).map(readyCount),
            refusal -> {
              if (BrokerException.is(refusal, ErrorKind.NOT_FOUND)) {
                return metadata.as(user, () -> removeEnded(vhost, queue)).map(0L);
              }
              plan.finishEnding(queue.name());
              return Future.failedFuture(refusal);
            });
  }

  private Future<Void> removeEnded(Vhost vhost, Queue queue) {
    BrokerConnection owner = queue.exclusiveOwner();
    Set<Queue> siblings = owner == null ? null : owned.get(owner);
    if (siblings != null && siblings.remove(queue) && siblings.isEmpty()) {
      owned.remove(owner);
    }
    Change change = new Change(vhost);
    change.removeQueue(queue);
    change.then(() -> queue.discard(metadata.loop()));
    Future<Void> removed = change.commit(metadata);
    // The plan no longer has it; a queue of the same name may be planned at once, and is published
    // after this.
    vhost.plan().finishEnding(queue.name());
    return removed;
  }
}
