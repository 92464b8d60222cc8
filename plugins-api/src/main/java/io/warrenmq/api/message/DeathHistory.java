package io.warrenmq.api.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the broker has added to a message, in canonical types: for formats, whose canonical form
 * carries it. Stateless.
 */
public final class DeathHistory {
  private DeathHistory() {}

  /**
   * All that was added, as message annotations: the history under {@code x-opt-deaths}, its first
   * and last line in {@link #firstAndLast}, and other values under their keys.
   */
  public static Map<String, Object> annotations(Annotations added) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    if (!added.deaths().isEmpty()) {
      List<Object> lines = new ArrayList<>(added.deaths().size());
      for (Death death : added.deaths()) {
        lines.add(line(death));
      }
      annotations.put("x-opt-deaths", lines);
    }
    annotations.putAll(firstAndLast(added));
    annotations.putAll(added.values());
    annotations.remove(Annotations.BASIC_TIMESTAMP);
    return annotations;
  }

  /** {@code x-first-death-…} and {@code x-last-death-…}; empty when it never died. */
  public static Map<String, String> firstAndLast(Annotations added) {
    Map<String, String> values = new LinkedHashMap<>();
    if (!added.deaths().isEmpty()) {
      Death first = added.firstDeath();
      if (first != null) {
        put(values, "x-first-death-", first);
      }
      put(values, "x-last-death-", added.deaths().get(0));
    }
    return values;
  }

  private static void put(Map<String, String> values, String prefix, Death death) {
    values.put(prefix + "exchange", death.exchange());
    values.put(prefix + "queue", death.queue());
    values.put(prefix + "reason", death.reason().text());
  }

  private static Map<Symbol, Object> line(Death death) {
    Map<Symbol, Object> line = new LinkedHashMap<>();
    if (death.originalTtlMs() >= 0) {
      line.put(new Symbol("ttl"), Unsigned.uint(death.originalTtlMs()));
    }
    line.put(new Symbol("queue"), death.queue());
    line.put(new Symbol("reason"), new Symbol(death.reason().text()));
    line.put(new Symbol("count"), Unsigned.ulong(death.count()));
    line.put(new Symbol("first-time"), new Timestamp(death.firstTimeMs()));
    line.put(new Symbol("last-time"), new Timestamp(death.lastTimeMs()));
    line.put(new Symbol("exchange"), death.exchange());
    line.put(new Symbol("routing-keys"), List.copyOf(death.routingKeys()));
    return line;
  }
}
