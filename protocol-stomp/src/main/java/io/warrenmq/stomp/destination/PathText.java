package io.warrenmq.stomp.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Names as segments of destinations. As RabbitMQ: a slash, a percent sign and what is not printable
 * ASCII is written as {@code %XX} of its UTF-8 bytes, while of what is read only {@code %2F} is
 * taken for another character, so that clients may write {@code %} as it is. Stateless.
 */
final class PathText {
  private static final int DELETE = 0x7F;

  private PathText() {}

  static String unescape(String segment) {
    return segment.replace("%2F", "/");
  }

  static String escape(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (mustEscape(name.charAt(i))) {
        return escaped(name);
      }
    }
    return name;
  }

  private static String escaped(String name) {
    StringBuilder escaped = new StringBuilder(name.length() + 8);
    for (byte b : name.getBytes(UTF_8)) {
      char c = (char) (b & 0xFF);
      if (mustEscape(c)) {
        escaped.append('%');
        escaped.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        escaped.append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean mustEscape(char c) {
    return c == '/' || c == '%' || c < ' ' || c > DELETE;
  }
}
