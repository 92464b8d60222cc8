package io.warrenmq.core.vhost;

import java.util.concurrent.ConcurrentHashMap;

/** Counts by name, up to a limit; a name whose count is 0 takes no memory. Thread-safe. */
final class CountByName {
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  int count(String name) {
    return counts.getOrDefault(name, 0);
  }

  /**
   * Counts one more, unless there are {@code max} already.
   *
   * @param max 0 or more; negative for no limit
   * @return whether it was counted
   */
  boolean increment(String name, int max) {
    boolean[] counted = new boolean[1];
    counts.compute(
        name,
        (key, count) -> {
          int before = count == null ? 0 : count;
          counted[0] = max < 0 || before < max;
          int after = counted[0] ? before + 1 : before;
          return after == 0 ? null : after;
        });
    return counted[0];
  }

  /** Counts one less. */
  void decrement(String name) {
    counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
  }
}
