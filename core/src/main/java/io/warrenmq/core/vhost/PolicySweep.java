package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.queue.Queue;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Brings changed policies to all exchanges and queues of a vhost, and to those only for which
 * something changes. A vhost may have a million queues: so many are looked at in one turn, then
 * commands come in between. What is declared meanwhile comes into being under the new policies.
 * Confined to the metadata loop.
 */
final class PolicySweep {
  static final int QUEUES_PER_TURN = 1000;

  private final Vhost vhost;
  private final PolicyMatcher policies;
  private final Loop metadata;
  private final Promise<Void> done = Promise.promise();
  private final Iterator<Queue> queues;
  private final Map<Loop, Queue> told = new IdentityHashMap<>(); // of each loop the last

  PolicySweep(Vhost vhost, PolicyMatcher policies, Loop metadata) {
    this.vhost = vhost;
    this.policies = policies;
    this.metadata = metadata;
    this.queues = vhost.queues().values().iterator();
  }

  /**
   * Begins, once the policies are visible.
   *
   * @return completes when all queues do as they were told, or other policies have come
   */
  Future<Void> run() {
    boolean rerouted = false;
    for (Exchange exchange : vhost.exchanges().values()) {
      if (!exchange.name().isEmpty()) { // The default exchange has no alternate one.
        AppliedPolicies applied = policies.match(exchange);
        if (!applied.equals(exchange.policies())) {
          rerouted |= exchange.applyPolicies(applied);
        }
      }
    }
    if (rerouted) {
      vhost.routingChanged();
    }
    runTurn();
    return done.future();
  }

  private void runTurn() {
    if (vhost.policies() != policies.table()) {
      done.complete(); // The sweep of those that came after looks at all of them.
      return;
    }
    for (int i = 0; i < QUEUES_PER_TURN; i++) {
      if (!queues.hasNext()) {
        // What loops are told they do in that order: the last stands for all before.
        Future.all(told.values().stream().map(queue -> queue.follows(metadata)).toList())
            .<Void>mapEmpty()
            .onComplete(done);
        return;
      }
      sweep(queues.next());
    }
    metadata.execute(this::runTurn);
  }

  private void sweep(Queue queue) {
    AppliedPolicies applied = policies.match(queue);
    if (!applied.equals(queue.policies())) {
      told.put(queue.home(), queue);
      queue.applyPolicies(
          metadata,
          applied,
          policies.options(queue.options().type(), queue.declaration(), applied));
    }
  }
}
