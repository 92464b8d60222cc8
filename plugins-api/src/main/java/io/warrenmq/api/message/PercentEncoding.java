package io.warrenmq.api.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Names in addresses of AMQP 1.0, as other protocols convert them. RFC 3986 §2.1. Stateless. */
public final class PercentEncoding {
  private static final String UNRESERVED = "-._~"; // and letters and digits, §2.3
  private static final String ALSO_PLAIN = "!$&'()*+,:;=@"; // in a segment of a path, §3.3

  private PercentEncoding() {}

  /**
   * Text as one segment of an address: all but unreserved characters (RFC 3986 §2.3) as {@code %XX}
   * of their UTF-8 bytes.
   */
  public static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length() + 8);
    for (byte b : name.getBytes(UTF_8)) {
      if (isUnreserved((char) b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xF, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
      }
    }
    return encoded.toString();
  }

  /**
   * The text of such a segment; {@code null} when it is not encoded rightly: with a character that
   * must not stand there as it is, or bytes that are no UTF-8.
   */
  public static @Nullable String decode(String encoded) {
    int length = encoded.length();
    byte[] decoded = new byte[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int high = i + 2 < length ? digit(encoded.charAt(i + 1)) : -1;
        int low = i + 2 < length ? digit(encoded.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        decoded[count++] = (byte) (high << 4 | low);
        i += 2;
      } else if (isUnreserved(c) || ALSO_PLAIN.indexOf(c) >= 0) {
        decoded[count++] = (byte) c;
      } else {
        return null;
      }
    }
    return count == length ? encoded : text(decoded, count);
  }

  private static @Nullable String text(byte[] bytes, int count) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1; // Other scripts have digits too.
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
