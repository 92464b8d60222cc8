package io.warrenmq.core.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happened on one loop: what its sessions did, by protocol, and what died in its queues.
 * Written by that loop, read by any thread as {@link Counts} are.
 */
public final class LoopMetrics {
  private final int queueTypes;
  private final Map<String, ProtocolMetrics> byProtocol = new ConcurrentHashMap<>();
  private final Counts[] deadLettered;
  private final Counts[] dropped;

  /**
   * Of a loop on which nothing has happened.
   *
   * @param queueTypes how many types of queues there are
   */
  public LoopMetrics(int queueTypes) {
    this.queueTypes = queueTypes;
    this.deadLettered = new Counts[queueTypes];
    this.dropped = new Counts[queueTypes];
    for (int i = 0; i < queueTypes; i++) {
      deadLettered[i] = new Counts();
      dropped[i] = new Counts();
    }
  }

  /** A protocol's, which are made if need be. The loop. */
  public ProtocolMetrics protocol(String name) {
    return byProtocol.computeIfAbsent(name, absent -> new ProtocolMetrics(queueTypes));
  }

  /** All protocols' by their names, a live view. Any thread. */
  public Map<String, ProtocolMetrics> protocols() {
    return byProtocol;
  }

  /**
   * What left queues of a type without being consumed.
   *
   * @param queueType its ordinal
   * @param toExchange those that went on to a dead letter exchange, or those that were dropped
   */
  public Counts died(int queueType, boolean toExchange) {
    return toExchange ? deadLettered[queueType] : dropped[queueType];
  }
}
