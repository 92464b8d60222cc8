package io.warrenmq.core.vhost;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Argument values as RabbitMQ writes them in refusals, which clients match on: its names for the
 * types, and values as Erlang prints them.
 */
final class ArgumentText {
  private ArgumentText() {}

  /**
   * A current or received value of an inequivalent argument: {@code none}, or the value in quotes.
   */
  static String quoted(@Nullable Object value) {
    return value == null || value == Arguments.VOID ? "none" : "'" + plain(value) + "'";
  }

  /** The same where the other side has no such argument: the type is told too. */
  static String quotedWithType(@Nullable Object value) {
    return value == null
        ? "none"
        : "the value '" + plain(value) + "' of type '" + Arguments.typeName(value) + "'";
  }

  /** The value at the top of a text: characters as they are, all else as a term. */
  private static String plain(Object value) {
    if (value instanceof Binary binary) {
      return new String(binary.bytes(), StandardCharsets.UTF_8);
    }
    return value instanceof String || value instanceof Symbol ? value.toString() : term(value);
  }

  /** The value as Erlang prints it inside a list or tuple. */
  private static String term(Object value) {
    if (value == Arguments.VOID) {
      return "undefined";
    } else if (value instanceof String || value instanceof Symbol) {
      return "<<" + string(value.toString()) + ">>";
    } else if (value instanceof BigDecimal decimal) {
      return "{" + decimal.scale() + "," + decimal.unscaledValue() + "}";
    } else if (value instanceof Timestamp timestamp) {
      return Long.toString(Math.floorDiv(timestamp.epochMs(), 1000L));
    } else if (value instanceof Binary binary) {
      StringJoiner bytes = new StringJoiner(",", "<<", ">>");
      for (byte b : binary.bytes()) {
        bytes.add(Integer.toString(b & 0xFF));
      }
      return bytes.toString();
    } else if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(",", "[", "]");
      for (Object item : list) {
        items.add("{" + Arguments.typeName(orVoid(item)) + "," + term(orVoid(item)) + "}");
      }
      return items.toString();
    } else if (value instanceof Map<?, ?> map) {
      StringJoiner entries = new StringJoiner(",", "[", "]");
      map.forEach(
          (key, item) ->
              entries.add(
                  "{<<"
                      + string(String.valueOf(key))
                      + ">>,"
                      + Arguments.typeName(orVoid(item))
                      + ","
                      + term(orVoid(item))
                      + "}"));
      return entries.toString();
    }
    return value.toString();
  }

  /** Text as an Erlang string literal, quotes and backslashes escaped. */
  static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Object orVoid(@Nullable Object value) {
    return value == null ? Arguments.VOID : value;
  }
}
