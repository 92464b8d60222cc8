package io.warrenmq.core.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of things that policies apply to. A policy with a key that a kind of queue does not
 * know does not apply to queues of that kind at all, as in RabbitMQ; to exchanges any applies.
 */
public enum PolicyTarget {
  /** Exchanges of all types. */
  EXCHANGE(Set.of(), Map.of()),
  /** Classic queues. */
  CLASSIC_QUEUE(
      Set.of(
          "max-age",
          "stream-max-segment-size-bytes",
          "initial-cluster-size",
          "delivery-limit",
          "dead-letter-strategy",
          "max-in-memory-length",
          "max-in-memory-bytes",
          "target-group-size"),
      Map.of("overflow", "drop-head")),
  /** Quorum queues. */
  QUORUM_QUEUE(
      Set.of(
          "queue-mode",
          "ha-mode",
          "ha-params",
          "ha-sync-mode",
          "ha-promote-on-shutdown",
          "ha-promote-on-failure",
          "queue-master-locator",
          "max-age",
          "stream-max-segment-size-bytes",
          "initial-cluster-size"),
      quorumDefaults());

  private final Set<String> unknownKeys;
  private final Map<String, Object> defaults;

  PolicyTarget(Set<String> unknownKeys, Map<String, Object> defaults) {
    this.unknownKeys = unknownKeys;
    this.defaults = defaults;
  }

  private static Map<String, Object> quorumDefaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put("overflow", "drop-head");
    defaults.put(PolicyKeys.DELIVERY_LIMIT, (long) PolicyKeys.QUORUM_DELIVERY_LIMIT);
    return defaults;
  }

  /** Whether it knows all keys of a definition. */
  boolean knows(Map<String, ?> definition) {
    for (String key : definition.keySet()) {
      if (unknownKeys.contains(key)) {
        return false;
      }
    }
    return true;
  }

  /** What is in force where nobody says anything, by key. */
  public Map<String, Object> defaults() {
    return defaults;
  }

  /** The argument that says the same as a policy's key: {@code x-max-length} for a queue's. */
  public String argumentOf(String key) {
    return this == EXCHANGE ? key : "x-" + key;
  }
}
