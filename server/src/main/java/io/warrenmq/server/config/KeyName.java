package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes keys apart and puts them together: {@code default_users.some\.one.tags} has three parts.
 */
final class KeyName {

  private KeyName() {}

  /** The parts of a key, with the escapes resolved. */
  static List<String> segments(String key) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '\\' && i + 1 < key.length()) {
        segment.append(key.charAt(++i));
      } else if (c == '.') {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    return segments;
  }

  /** The inverse of {@link #segments}. */
  static String join(List<String> segments) {
    return String.join(".", segments.stream().map(KeyName::escape).toList());
  }

  /** One part as it is written in a key. */
  static String escape(String segment) {
    return segment.replace(".", "\\.");
  }

  static boolean isWildcard(String segment) {
    return segment.startsWith("$");
  }
}
