package io.warrenmq.core.policy;

import io.warrenmq.api.message.Unsigned;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads whole numbers of all widths that arguments and definitions have. Stateless. */
public final class WholeNumber {
  private WholeNumber() {}

  /** The value of a whole number of any width; {@code null} for anything else. */
  public static @Nullable BigInteger of(@Nullable Object value) {
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return BigInteger.valueOf(((Number) value).longValue());
    }
    if (value instanceof Unsigned unsigned) {
      return new BigInteger(Long.toUnsignedString(unsigned.bits()));
    }
    return null;
  }
}
