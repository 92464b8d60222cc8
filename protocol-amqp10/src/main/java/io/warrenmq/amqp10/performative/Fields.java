package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueArray;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a composite value, by their place. What is missing at the end is null, as is what
 * the sender left out. Throws {@link DecodeFault} for a field of another type, and for a mandatory
 * one that is missing. Immutable.
 */
final class Fields {
  private static final long UINT_MAX = 0xFFFF_FFFFL;
  private static final long USHORT_MAX = 0xFFFF;

  private final String name;
  private final List<?> values;

  /**
   * Takes fields.
   *
   * @param name of the composite type, for what is thrown
   * @param value what was described
   */
  Fields(String name, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      throw new DecodeFault(name + " is no list");
    }
    this.name = name;
    this.values = list;
  }

  /** The value as it is. */
  @Nullable Object get(int index) {
    return index < values.size() ? values.get(index) : null;
  }

  /** A field that must be there. */
  <T> T mandatory(@Nullable T value, String field) {
    if (value == null) {
      throw new DecodeFault("mandatory field " + field + " of " + name + " is missing");
    }
    return value;
  }

  @Nullable String string(int index) {
    return as(String.class, index);
  }

  @Nullable Symbol symbol(int index) {
    return as(Symbol.class, index);
  }

  /** A symbol's text; text is taken too, as some clients send it. */
  @Nullable String symbolText(int index) {
    Object value = get(index);
    if (value == null || value instanceof String) {
      return (String) value;
    } else if (value instanceof Symbol symbol) {
      return symbol.text();
    }
    throw wrongType(index);
  }

  @Nullable Binary binary(int index) {
    return as(Binary.class, index);
  }

  @Nullable Boolean bool(int index) {
    return as(Boolean.class, index);
  }

  boolean bool(int index, boolean absent) {
    Boolean value = bool(index);
    return value == null ? absent : value;
  }

  /** An unsigned number of 0 to 2³²−1, of whatever width. */
  @Nullable Long uint(int index) {
    return atMost(UINT_MAX, index);
  }

  long uint(int index, long absent) {
    Long value = uint(index);
    return value == null ? absent : value;
  }

  /** An unsigned number of 0 to 65535, of whatever width. */
  int ushort(int index, int absent) {
    Long value = atMost(USHORT_MAX, index);
    return value == null ? absent : value.intValue();
  }

  /** An unsigned number of whatever width; its bits are read as unsigned. */
  long ulong(int index, long absent) {
    Unsigned value = as(Unsigned.class, index);
    return value == null ? absent : value.bits();
  }

  private @Nullable Long atMost(long max, int index) {
    Unsigned value = as(Unsigned.class, index);
    if (value == null) {
      return null;
    } else if (Long.compareUnsigned(value.bits(), max) > 0) {
      throw new DecodeFault("field " + index + " of " + name + " is " + value);
    }
    return value.bits();
  }

  @Nullable Described described(int index) {
    return as(Described.class, index);
  }

  /** A field that has many symbols: an array of them, or one alone. §1.4. */
  List<Symbol> symbols(int index) {
    Object value = get(index);
    if (value == null) {
      return List.of();
    }
    List<?> list = value instanceof List<?> many ? many : List.of(value);
    List<Symbol> symbols = new ArrayList<>(); // an array of many nulls takes no bytes
    for (Object each : list) {
      if (!(each instanceof Symbol symbol)) {
        throw wrongType(index);
      }
      symbols.add(symbol);
    }
    return symbols;
  }

  /** A map by the text of its keys, symbols or text; other keys are left out. */
  Map<String, @Nullable Object> map(int index) {
    Map<?, ?> map = as(Map.class, index);
    if (map == null) {
      return Map.of();
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key instanceof Symbol || key instanceof String) {
            named.putIfAbsent(key.toString(), value);
          }
        });
    return named;
  }

  /** Whether it is a map that holds something, with whatever keys. */
  boolean isFilledMap(int index) {
    Map<?, ?> map = as(Map.class, index);
    return map != null && !map.isEmpty();
  }

  private <T> @Nullable T as(Class<T> type, int index) {
    Object value = get(index);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    throw wrongType(index);
  }

  private DecodeFault wrongType(int index) {
    return new DecodeFault("field " + index + " of " + name + " has the wrong type");
  }

  // ---- the way back ----

  static @Nullable Object symbol(@Nullable String text) {
    return text == null ? null : new Symbol(text);
  }

  /** A field that has many symbols: null when there are none. */
  static @Nullable Object symbols(List<Symbol> symbols) {
    return symbols.isEmpty() ? null : new ValueArray(symbols);
  }

  /** A map with symbols as keys: null when it is empty. */
  static @Nullable Object symbolMap(Map<String, ? extends @Nullable Object> map) {
    if (map.isEmpty()) {
      return null;
    }
    Map<Symbol, @Nullable Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put(new Symbol(key), value));
    return keyed;
  }
}
