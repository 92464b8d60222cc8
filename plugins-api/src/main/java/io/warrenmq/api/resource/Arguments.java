package io.warrenmq.api.resource;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * The name of a value's type in RabbitMQ's refusals, on which clients match: {@code signedint},
   * {@code longstr} and so on.
   */
  public static String typeName(Object value) {
    if (value == VOID) {
      return "void";
    } else if (value instanceof String || value instanceof Symbol) {
      return "longstr";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Byte) {
      return "byte";
    } else if (value instanceof Short) {
      return "short";
    } else if (value instanceof Integer) {
      return "signedint";
    } else if (value instanceof Long) {
      return "long";
    } else if (value instanceof Unsigned unsigned) {
      return switch (unsigned.width()) {
        case 8 -> "unsignedbyte";
        case 16 -> "unsignedshort";
        case 32 -> "unsignedint";
        default -> "long";
      };
    } else if (value instanceof Float) {
      return "float";
    } else if (value instanceof Double) {
      return "double";
    } else if (value instanceof BigDecimal) {
      return "decimal";
    } else if (value instanceof Timestamp) {
      return "timestamp";
    } else if (value instanceof Binary) {
      return "binary";
    } else if (value instanceof List) {
      return "array";
    } else if (value instanceof Map || value instanceof Arguments) {
      return "table";
    }
    return value.getClass().getSimpleName();
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
