package io.warrenmq.api.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a declaration, binding or subscription: names to values of the canonical types
 * (see {@link io.warrenmq.api.message.CanonicalMessage}). A void value is present with {@link
 * #VOID}. Immutable; equal when names, types and values are, whatever their order.
 */
public final class Arguments {
  /** No arguments. */
  public static final Arguments NONE = new Arguments(Map.of());

  /** Stands for a value of type void, where {@code null} would mean absent. */
  public static final Object VOID =
      new Object() {
        @Override
        public String toString() {
          return "void";
        }
      };

  private final Map<String, Object> values;

  private Arguments(Map<String, Object> values) {
    this.values = values;
  }

  /** Makes arguments of a copy of the map, in its order. */
  public static Arguments of(Map<String, ?> values) {
    return values.isEmpty()
        ? NONE
        : new Arguments(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
  }

  /** The value under a name; {@code null} when absent. */
  public @Nullable Object get(String name) {
    return values.get(name);
  }

  /** The text under a name; {@code null} when absent or no text. */
  public @Nullable String text(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  /** Whether the name is present, with whatever value. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** All of them, unmodifiable, in the order in which they were given. */
  public Map<String, Object> asMap() {
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Arguments that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
