package io.warrenmq.core.selector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Canonical values, compared as filters compare them: numbers by their value, whatever their types;
 * text by its characters; bytes like the text that has them as UTF-8. Nothing is turned into
 * something else: the text {@code '5'} is no number. Stateless.
 */
final class Values {
  /** {@link #order} of values that have none. */
  static final int UNORDERED = Integer.MIN_VALUE;

  private Values() {}

  /** The value, where a void one is {@code null}, and symbols and characters are text. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Symbol symbol) {
      return symbol.text();
    } else if (value instanceof Character character) {
      return character.toString();
    }
    return value == Arguments.VOID ? null : value;
  }

  /** Whether two plain values are equal. */
  static boolean equal(Object a, Object b) {
    if (a instanceof String && b instanceof String) {
      return a.equals(b);
    } else if (Numbers.isNumber(a)) {
      return Numbers.isNumber(b) && Numbers.compare(a, b) == 0;
    } else if (isText(a)) {
      return isText(b) && equalBytes(a, b);
    }
    return a.equals(b);
  }

  private static boolean equalBytes(Object a, Object b) {
    if (a instanceof UUID && b instanceof String) {
      return a.toString().equalsIgnoreCase((String) b);
    } else if (a instanceof String && b instanceof UUID) {
      return equalBytes(b, a);
    }
    byte[] left = bytes(a);
    byte[] right = bytes(b);
    return left != null && right != null && Arrays.equals(left, right);
  }

  /** Whether two plain values are of kinds that can be equal. */
  static boolean comparable(Object a, Object b) {
    return Numbers.isNumber(a)
        ? Numbers.isNumber(b)
        : isText(a) ? isText(b) : a instanceof Boolean && b instanceof Boolean;
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof Binary || value instanceof UUID;
  }

  /** Below 0, 0 or above 0 as the first is less, equal or greater; or {@link #UNORDERED}. */
  static int order(Object a, Object b) {
    if (Numbers.isNumber(a)) {
      return Numbers.isNumber(b) ? Numbers.compare(a, b) : UNORDERED;
    } else if (a instanceof String left && b instanceof String right) {
      return order(left, right);
    } else if (a instanceof Binary || b instanceof Binary) {
      byte[] left = bytes(a);
      byte[] right = bytes(b);
      return left == null || right == null
          ? UNORDERED
          : Integer.signum(Arrays.compareUnsigned(left, right));
    }
    return UNORDERED;
  }

  /**
   * By code points, which is also the order of their UTF-8. {@code String.compareTo} puts those
   * beyond U+FFFF before U+E000.
   */
  private static int order(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean differ = Character.isSurrogate(left) != Character.isSurrogate(right);
        return differ && left >= Character.MIN_SURROGATE && right >= Character.MIN_SURROGATE
            ? Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right))
            : Character.compare(left, right);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static byte @Nullable [] bytes(Object value) {
    if (value instanceof Binary binary) {
      return binary.bytes();
    } else if (value instanceof UUID uuid) {
      return ByteBuffer.allocate(16)
          .putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits())
          .array();
    }
    return value instanceof String text ? text.getBytes(UTF_8) : null;
  }

  /** The text that these bytes are; {@code null} when they are not UTF-8. */
  static @Nullable String text(Binary bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.bytes())).toString();
    } catch (CharacterCodingException e) {
      return null; // no text, which is an answer and not a fault
    }
  }
}
