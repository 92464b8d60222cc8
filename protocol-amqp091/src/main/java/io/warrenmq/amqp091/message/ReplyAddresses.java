package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code reply_to} of AMQP 0-9-1, a queue's name, and the canonical address, AMQP 1.0's {@code
 * /queues/:queue} with the name percent-encoded (RFC 3986). Addresses of other forms pass as they
 * are.
 */
final class ReplyAddresses {
  private static final String QUEUES = "/queues/";

  private ReplyAddresses() {}

  static @Nullable String toCanonical(@Nullable String replyTo) {
    return replyTo == null || replyTo.isEmpty() || replyTo.startsWith("/")
        ? replyTo
        : QUEUES + encode(replyTo);
  }

  static @Nullable String fromCanonical(@Nullable String address) {
    if (address == null || !address.startsWith(QUEUES)) {
      return address;
    }
    String name = decode(address.substring(QUEUES.length()));
    return name == null ? address : name;
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length() + 8);
    for (byte b : name.getBytes(UTF_8)) {
      boolean unreserved =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "-._~".indexOf(b) >= 0;
      if (unreserved) {
        encoded.append((char) b);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xF, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
      }
    }
    return encoded.toString();
  }

  /** Null when it is not percent-encoded rightly. */
  private static @Nullable String decode(String encoded) {
    byte[] bytes = encoded.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      decoded.write(high << 4 | low);
      i += 2;
    }
    return decoded.toString(UTF_8);
  }
}
