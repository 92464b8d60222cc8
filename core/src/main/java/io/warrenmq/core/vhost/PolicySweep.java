package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.queue.Queue;
import java.util.Iterator;

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

  PolicySweep(Vhost vhost, PolicyMatcher policies, Loop metadata) {
    this.vhost = vhost;
    this.policies = policies;
    this.metadata = metadata;
    this.queues = vhost.queues().values().iterator();
  }

  /**
   * Begins, once the policies are visible.
   *
   * @return completes when all queues have been told, or other policies have come
   */
  Future<Void> run() {
    boolean rerouted = false;
    for (Exchange exchange : vhost.exchanges().values()) {
      if (!exchange.name().isEmpty()) { // The default exchange has no alternate one.
        AppliedPolicies applied = policies.match(exchange);
        if (applied != exchange.policies()) {
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
        done.complete();
        return;
      }
      sweep(queues.next());
    }
    metadata.execute(this::runTurn);
  }

  private void sweep(Queue queue) {
    AppliedPolicies applied = policies.match(queue);
    if (applied != queue.policies()) {
      queue.applyPolicies(
          metadata,
          applied,
          policies.options(queue.options().type(), queue.declaration(), applied));
    }
  }
}
