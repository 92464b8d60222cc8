package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** What fits where text is asked for. Stateless. */
final class Texts {
  private Texts() {}

  /** The text that these bytes are; {@code null} when they are none. */
  static @Nullable String utf8(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null; // what does not fit is left out
    }
  }

  static boolean isAscii(String text) {
    return US_ASCII.newEncoder().canEncode(text);
  }

  /** Whether a property may have it: no character U+0000, no half of a pair. §1.5.4 */
  static boolean isUtf8String(String text) {
    return text.indexOf('\0') < 0 && UTF_8.newEncoder().canEncode(text);
  }
}
