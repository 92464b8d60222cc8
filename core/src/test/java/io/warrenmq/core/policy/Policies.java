package io.warrenmq.core.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies for tests. */
public final class Policies {
  private Policies() {}

  /** A policy for queues of any name. */
  public static Policy of(String name, Object... keysAndValues) {
    return PolicyValidation.policy("/", false, name, fields("", "queues", 0, keysAndValues));
  }

  /** An operator policy for queues of any name. */
  public static Policy operator(String name, Object... keysAndValues) {
    return PolicyValidation.policy("/", true, name, fields("", "queues", 0, keysAndValues));
  }

  /** What a client of the management sends. */
  public static Map<String, @Nullable Object> fields(
      String pattern, String applyTo, long priority, Object... keysAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pattern", pattern);
    fields.put("apply-to", applyTo);
    fields.put("priority", priority);
    fields.put("definition", definition(keysAndValues));
    return fields;
  }

  /** Keys and their values by turns. */
  static Map<String, Object> definition(Object... keysAndValues) {
    Map<String, Object> definition = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      definition.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return definition;
  }
}
