package io.warrenmq.amqp10.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp10.error.ErlangTerm;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as maps of AMQP 1.0's values, and back. They are kept as if they had come by AMQP
 * 0-9-1, so that a client of either protocol asks for the same thing in its own types: symbols
 * become text, and so do identifiers.
 */
final class ArgumentMap {
  /** How many bytes of names and values, about, one declaration or binding may have. */
  static final int BYTES_MAX = 64 * 1024;

  private static final int NAME_BYTES_MAX = 255; // AMQP 0-9-1's short string
  private static final int VALUE_BYTES = 8;

  private int left = BYTES_MAX;

  private ArgumentMap() {}

  /** Fails with {@link Refused} when a name or value is none that arguments have. */
  static Arguments read(Map<?, ?> map) {
    return Arguments.of(new ArgumentMap().table(map));
  }

  private Map<String, Object> table(Map<?, ?> map) {
    Map<String, Object> table = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object name = entry.getKey();
      Object value = argument(entry.getValue());
      if (!(name instanceof String || name instanceof Symbol) || value == null) {
        throw Refused.badRequest(
            "unsupported argument " + ErlangTerm.entry(name, entry.getValue()));
      }
      int nameBytes = name.toString().getBytes(UTF_8).length;
      if (nameBytes > NAME_BYTES_MAX) {
        throw Refused.badRequest(
            "the name of an argument is longer than " + NAME_BYTES_MAX + " bytes");
      }
      take(nameBytes);
      table.put(name.toString(), value);
    }
    return table;
  }

  /** {@code null} for what arguments do not have. */
  private @Nullable Object argument(@Nullable Object value) {
    take(bytesOf(value));
    if (value == null) {
      return Arguments.VOID;
    } else if (value instanceof Map<?, ?> map) {
      return table(map);
    } else if (value instanceof List<?> list) {
      return array(list);
    } else if (value instanceof Symbol symbol) {
      return symbol.text();
    } else if (value instanceof UUID uuid) {
      return "urn:uuid:" + uuid;
    }
    boolean same =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Number
            || value instanceof Unsigned
            || value instanceof Timestamp
            || value instanceof Binary;
    return same ? value : null;
  }

  private @Nullable List<Object> array(List<?> list) {
    List<Object> array = new ArrayList<>(list.size());
    for (Object each : list) {
      Object value = argument(each);
      if (value == null) {
        return null;
      }
      array.add(value);
    }
    return array;
  }

  private void take(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw Refused.badRequest("arguments of more than " + BYTES_MAX + " bytes");
    }
  }

  /** Without what is in it. */
  private static int bytesOf(@Nullable Object value) {
    if (value instanceof String text) {
      return VALUE_BYTES + text.length();
    } else if (value instanceof Binary binary) {
      return VALUE_BYTES + binary.bytes().length;
    }
    return VALUE_BYTES;
  }

  /** Arguments as a map that AMQP 1.0 can write. */
  static Map<String, @Nullable Object> write(Arguments arguments) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    arguments.asMap().forEach((name, value) -> map.put(name, value(value)));
    return map;
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value == Arguments.VOID) {
      return null;
    } else if (value instanceof Arguments arguments) {
      return write(arguments);
    } else if (value instanceof Map<?, ?> table) {
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      table.forEach((name, each) -> map.put(name, value(each)));
      return map;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>(list.size());
      list.forEach(each -> values.add(value(each)));
      return values;
    }
    return value;
  }

  /** About how many bytes such a map takes. */
  static long bytes(@Nullable Object value) {
    long bytes = bytesOf(value);
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += bytes(entry.getKey()) + bytes(entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        bytes += bytes(each);
      }
    }
    return bytes;
  }
}
