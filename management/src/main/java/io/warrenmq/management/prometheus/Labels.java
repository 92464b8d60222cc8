package io.warrenmq.management.prometheus;

import java.nio.charset.StandardCharsets;

/** Labels as they are written, braces and all: made once for an object, not for each sample. */
final class Labels {
  /** Of what has none. */
  static final byte[] NONE = {};

  private Labels() {}

  /** Names and values in turns; the names are known to be good, the values are escaped. */
  static byte[] of(String... pairs) {
    StringBuilder text = new StringBuilder(64).append('{');
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"");
      escape(pairs[i + 1], text);
      text.append('"');
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      switch (sign) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(sign);
      }
    }
  }
}
