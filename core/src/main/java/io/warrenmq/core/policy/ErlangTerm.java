package io.warrenmq.core.policy;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** JSON's values as RabbitMQ prints them in refusals. Stateless. */
final class ErlangTerm {
  private ErlangTerm() {}

  static String of(@Nullable Object value) {
    if (value instanceof String text) {
      return "<<\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\">>";
    } else if (value instanceof List<?> list) {
      StringJoiner items = new StringJoiner(",", "[", "]");
      list.forEach(item -> items.add(of(item)));
      return items.toString();
    } else if (value instanceof Map<?, ?> map) {
      StringJoiner entries = new StringJoiner(",", "#{", "}");
      map.forEach((key, item) -> entries.add(of(key) + " => " + of(item)));
      return entries.toString();
    }
    return String.valueOf(value);
  }

  /** Names and values as a list of pairs. */
  static String pairs(Map<String, ?> map) {
    StringJoiner pairs = new StringJoiner(",", "[", "]");
    map.forEach((name, value) -> pairs.add("{" + of(name) + "," + of(value) + "}"));
    return pairs.toString();
  }
}
