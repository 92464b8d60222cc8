package io.warrenmq.core.vhost;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vhost as the metadata loop has decided it to be. It runs ahead of what other loops see by the
 * changes that the store is making safe, and commands are checked against it. Confined to the
 * metadata loop.
 */
final class VhostPlan {
  final Map<String, Exchange> exchanges = new HashMap<>();
  final Map<String, Queue> queues = new HashMap<>();
  final BindingTable bindings = new BindingTable();
  final Map<ParameterPut.Key, ParameterPut> parameters = new LinkedHashMap<>();
  PolicyMatcher policies = new PolicyMatcher(PolicyTable.NONE);
  VhostSettings settings = VhostSettings.NONE;
  boolean deleted;

  // Queues that are being ended on their home loops, with the commands on the same name that wait
  // for the outcome.
  private final Map<String, List<Runnable>> ending = new HashMap<>();

  /** The destination of a binding; {@code null} when there is none. */
  @Nullable Destination destination(String name, boolean isExchange) {
    return isExchange ? exchanges.get(name) : queues.get(name);
  }

  /** Says that a queue is being ended: commands on its name wait. */
  void beginEnding(String queue) {
    ending.put(queue, new ArrayList<>(0));
  }

  /** Whether a queue of that name is being ended. */
  boolean isEnding(String queue) {
    return ending.containsKey(queue);
  }

  /** Whether a queue of that name is being ended; then the command waits. */
  boolean waitForEnd(String queue, Runnable command) {
    List<Runnable> waiting = ending.get(queue);
    return waiting != null && waiting.add(command);
  }

  /** Says that the queue's end is decided: the commands that waited go on. */
  void finishEnding(String queue) {
    List<Runnable> waiting = ending.remove(queue);
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }
}
