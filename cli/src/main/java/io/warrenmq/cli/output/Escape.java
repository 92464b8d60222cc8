package io.warrenmq.cli.output;

/** Text that may hold anything, made fit for a line of a terminal. */
final class Escape {
  private Escape() {}

  /**
   * Control characters as {@code \ooo}, octal. rabbitmqctl prints them: a name with one could break
   * a row, or send commands to the terminal.
   */
  static String control(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c)) {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        octal(escaped, c);
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** In quotes, as Erlang writes a string. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (isControl(c)) {
            octal(quoted, c);
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isControl(char c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
  }

  private static void octal(StringBuilder out, int c) {
    out.append('\\')
        .append((char) ('0' + (c >> 6)))
        .append((char) ('0' + (c >> 3 & 7)))
        .append((char) ('0' + (c & 7)));
  }
}
