package io.warrenmq.amqp091.message;

import io.warrenmq.amqp091.wire.ByteArray;
import io.warrenmq.amqp091.wire.Decimal;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.UnsignedByte;
import io.warrenmq.amqp091.wire.UnsignedInt;
import io.warrenmq.amqp091.wire.UnsignedShort;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Field table values to canonical values and back. Types keep their width and sign; timestamps turn
 * from seconds to milliseconds; a long string is text when it is UTF-8, else binary; void is {@link
 * Arguments#VOID}.
 */
public final class FieldValues {
  private FieldValues() {}

  /** A table as arguments. Of names that stand more than once the first counts. */
  public static Arguments arguments(FieldTable table) {
    return table.isEmpty() ? Arguments.NONE : Arguments.of(map(table));
  }

  /** A table as a map of canonical values. */
  public static Map<String, Object> map(FieldTable table) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < table.size(); i++) {
      map.putIfAbsent(table.name(i), canonical(table.value(i)));
    }
    return map;
  }

  /** A field value as canonical value. */
  static Object canonical(Object value) {
    if (value instanceof LongString text) {
      return text.isUtf8() ? text.toString() : new Binary(text.toByteArray());
    } else if (value instanceof io.warrenmq.amqp091.wire.Timestamp time) {
      return new Timestamp(time.seconds() * 1000);
    } else if (value instanceof UnsignedByte number) {
      return Unsigned.ubyte(number.value());
    } else if (value instanceof UnsignedShort number) {
      return Unsigned.ushort(number.value());
    } else if (value instanceof UnsignedInt number) {
      return Unsigned.uint(number.value());
    } else if (value instanceof Decimal number) {
      return number.toBigDecimal();
    } else if (value instanceof ByteArray bytes) {
      return new Binary(bytes.toByteArray());
    } else if (value instanceof FieldTable table) {
      return map(table);
    } else if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      for (Object each : list) {
        values.add(canonical(each));
      }
      return values;
    }
    return value == VoidValue.VOID
        ? Arguments.VOID
        : value; // else a number or boolean, the same on both sides
  }

  /** The name of a field value's type in RabbitMQ's refusals, see {@link Arguments#typeName}. */
  static String typeName(Object value) {
    return value instanceof LongString // UTF-8 or not
        ? "longstr"
        : Arguments.typeName(canonical(value));
  }

  /**
   * A canonical value as field value; {@code null} when a table cannot hold it (decimals, and
   * numbers that are none). As RabbitMQ, an unsigned 64-bit number becomes a signed one.
   */
  static @Nullable Object field(@Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
      return VoidValue.VOID;
    } else if (value instanceof String || value instanceof Symbol) {
      return LongString.of(value.toString());
    } else if (value instanceof Timestamp time) {
      return new io.warrenmq.amqp091.wire.Timestamp(Math.floorDiv(time.epochMs(), 1000L));
    } else if (value instanceof Unsigned number) {
      return unsigned(number);
    } else if (value instanceof Binary bytes) {
      return ByteArray.ofBytes(bytes.bytes());
    } else if (value instanceof Map<?, ?> map) {
      return table(map);
    } else if (value instanceof List<?> list) {
      return list(list);
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? number : null;
    } else if (value instanceof Float number) {
      return Float.isFinite(number) ? number : null;
    }
    boolean same =
        value instanceof Boolean
            || value instanceof Byte
            || value instanceof Short
            || value instanceof Integer
            || value instanceof Long;
    return same ? value : null;
  }

  private static Object unsigned(Unsigned number) {
    return switch (number.width()) {
      case 8 -> new UnsignedByte((int) number.bits());
      case 16 -> new UnsignedShort((int) number.bits());
      case 32 -> new UnsignedInt(number.bits());
      default -> number.bits();
    };
  }

  private static List<Object> list(List<?> list) {
    List<Object> values = new ArrayList<>(list.size());
    for (Object each : list) {
      Object value = field(each);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** A map of canonical values as table; what does not fit is left out. */
  static FieldTable table(Map<?, ?> map) {
    FieldTable.Builder table = FieldTable.builder();
    map.forEach((name, value) -> put(table, String.valueOf(name), value));
    return table.build();
  }

  /** Adds an entry if name and value fit. */
  static void put(FieldTable.Builder table, String name, @Nullable Object value) {
    Object field = field(value);
    if (field != null && name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 255) {
      table.put(name, field);
    }
  }
}
