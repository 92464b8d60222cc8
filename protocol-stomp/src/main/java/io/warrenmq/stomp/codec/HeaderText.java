package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The escapes of names and values in headers. STOMP 1.1 and 1.2 "Value Encoding", 1.0 has none.
 * Stateless.
 */
public final class HeaderText {
  private HeaderText() {}

  /** The text of escaped bytes, which were checked when they were read. */
  public static String unescape(byte[] from, int at, int end) {
    for (int i = at; i < end; i++) {
      if (from[i] == '\\') {
        return unescapeFrom(from, at, end, i);
      }
    }
    return new String(from, at, end - at, UTF_8);
  }

  private static String unescapeFrom(byte[] from, int at, int end, int firstEscape) {
    byte[] plain = new byte[end - at - 1];
    int count = firstEscape - at;
    System.arraycopy(from, at, plain, 0, count);
    for (int i = firstEscape; i < end; i++) {
      plain[count++] = from[i] == '\\' ? meaning(from[++i]) : from[i];
    }
    return new String(plain, 0, count, UTF_8);
  }

  private static byte meaning(byte escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'c' -> ':';
      default -> escape; // the backslash itself
    };
  }

  /** Whether this byte may stand behind a backslash. */
  static boolean isEscape(byte escape) {
    // \r in 1.1 too, as RabbitMQ takes it, though that version does not have it.
    return escape == 'n' || escape == 'c' || escape == '\\' || escape == 'r';
  }

  /**
   * The bytes of a text as a version writes it.
   *
   * @return {@code null} when the version cannot: of NUL none, of line ends those that have no
   *     escape for them
   */
  public static byte @Nullable [] escape(String text, StompVersion version) {
    int length = text.length();
    boolean plain = true;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0
          || (c == '\n' && !version.hasEscapes())
          || (c == '\r' && version != StompVersion.V1_2)) {
        return null;
      }
      plain &= c != ':' && c != '\\' && c != '\n' && c != '\r';
    }
    return (plain || !version.hasEscapes() ? text : escaped(text)).getBytes(UTF_8);
  }

  /**
   * The bytes of a text that the client has sent itself, as it may have written them: in 1.1 too a
   * carriage return has an escape, if the client uses it.
   */
  static byte[] echo(String text, StompVersion version) {
    StompVersion written = version.hasEscapes() ? StompVersion.V1_2 : version;
    return Objects.requireNonNull(escape(text, written), text);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ':' -> escaped.append("\\c");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
