package io.warrenmq.amqp10.error;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Values of AMQP 1.0 as RabbitMQ prints them in its refusals: what it says of an address or a field
 * is known to who has looked for it before. Cut where it grows long. Stateless.
 */
public final class ErlangTerm {
  private static final int CHARS_MAX = 255;

  private ErlangTerm() {}

  /** A value with its type: {@code {utf8,<<"text">>}}, {@code true}, {@code {uint,7}}. */
  public static String typed(@Nullable Object value) {
    return cut(print(value));
  }

  /** Text without its type: {@code <<"text">>}. */
  public static String text(String text) {
    return cut(quoted(text));
  }

  /** Text as a list of characters: {@code "text"}. */
  public static String string(String text) {
    return cut(literal(text));
  }

  private static String print(@Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
      return "null";
    } else if (value instanceof Boolean) {
      return value.toString();
    } else if (value instanceof String text) {
      return "{utf8," + quoted(text) + "}";
    } else if (value instanceof Symbol symbol) {
      return "{symbol," + quoted(symbol.text()) + "}";
    } else if (value instanceof Unsigned number) {
      return "{" + name(number) + "," + number + "}";
    } else if (value instanceof Timestamp time) {
      return "{timestamp," + time.epochMs() + "}";
    } else if (value instanceof Binary binary) {
      return "{binary," + quoted(new String(binary.bytes(), ISO_8859_1)) + "}";
    } else if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(",", "{list,[", "]}");
      list.stream().limit(CHARS_MAX).forEach(item -> items.add(print(item)));
      return items.toString();
    } else if (value instanceof Map<?, ?> map) {
      StringJoiner entries = new StringJoiner(",", "{map,[", "]}");
      map.entrySet().stream()
          .limit(CHARS_MAX)
          .forEach(entry -> entries.add(entry(entry.getKey(), entry.getValue())));
      return entries.toString();
    } else if (value instanceof Described described) {
      return "{described," + print(described.descriptor()) + "," + print(described.value()) + "}";
    }
    return "{" + name(value) + "," + value + "}";
  }

  /** An entry of a map. */
  public static String entry(@Nullable Object key, @Nullable Object value) {
    return cut("{" + print(key) + "," + print(value) + "}");
  }

  private static String name(Unsigned number) {
    return switch (number.width()) {
      case 8 -> "ubyte";
      case 16 -> "ushort";
      case 32 -> "uint";
      default -> "ulong";
    };
  }

  private static String name(Object value) {
    if (value instanceof Integer) {
      return "int";
    } else if (value instanceof Character) {
      return "char";
    }
    return value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    boolean latin = text.chars().allMatch(c -> c < 0x80);
    return "<<" + literal(text) + (latin ? "" : "/utf8") + ">>";
  }

  private static String literal(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String cut(String text) {
    return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "...";
  }
}
