package io.warrenmq.core.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The parts of SCRAM's messages. RFC 5802 §7. Stateless; all throw {@link ScramFault}. */
final class ScramText {
  private static final int NONCE_CHARS_MAX = 256;

  private ScramText() {}

  /** A message as text, which is UTF-8. */
  static String of(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw ScramFault.malformed("the message is not UTF-8");
    }
  }

  /** What an attribute says, which has to be the one of that name and not empty. */
  static String value(String attribute, char name) {
    if (attribute.length() < 3 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
      throw ScramFault.malformed("attribute " + name + " is missing");
    }
    return attribute.substring(2);
  }

  /** The client's extensions mean nothing here, and have to look like some. */
  static void checkExtensions(String[] parts, int from) {
    for (int i = from; i < parts.length; i++) {
      String part = parts[i];
      boolean isNamed = !part.isEmpty() && Character.isLetter(part.charAt(0));
      if (!isNamed || part.charAt(0) >= 0x80 || part.length() < 3 || part.charAt(1) != '=') {
        throw ScramFault.malformed("an extension has no name or no value");
      }
    }
  }

  /** A name whose commas and equal signs are written as {@code =2C} and {@code =3D}. */
  static String name(String written) {
    StringBuilder name = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '=') {
        if (written.startsWith("2C", i + 1)) {
          c = ',';
        } else if (!written.startsWith("3D", i + 1)) {
          throw badName("a '=' in a name is not written as =3D");
        }
        i += 2;
      } else if (Character.isISOControl(c)) {
        throw badName("a control character in a name");
      }
      name.append(c);
    }
    return name.toString();
  }

  private static ScramFault badName(String reason) {
    return ScramFault.refused("invalid-username-encoding", "SCRAM: " + reason);
  }

  static String nonce(String nonce) {
    boolean isPrintable = nonce.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (!isPrintable || nonce.length() > NONCE_CHARS_MAX) {
      throw ScramFault.malformed(
          "a nonce is not of printable characters, or of more than " + NONCE_CHARS_MAX);
    }
    return nonce;
  }

  /** What base64 says, which has one way to say it. */
  static byte[] bytes(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw ScramFault.malformed("what should be base64 is not");
  }
}
