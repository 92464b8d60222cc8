package io.warrenmq.amqp10.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * IEEE 754-2008 decimals in binary integer form, of 32, 64 and 128 bits. AMQP 1.0 §1.6.13 to
 * §1.6.15. Stateless.
 */
final class Decimals {
  private static final int BIAS_128 = 6176;
  private static final int DIGITS_128 = 34;
  private static final int EXPONENT_MAX_128 = 6111; // of the last digit
  private static final BigInteger INFINITY_128 = BigInteger.valueOf(0x78).shiftLeft(120);

  private Decimals() {}

  /**
   * Reads a decimal.
   *
   * @param bytes 4, 8 or 16, most significant first
   * @return the value; a {@link Double} for infinities and what is no number, and for a coefficient
   *     beyond what the format allows (which counts as zero)
   */
  static Number read(byte[] bytes) {
    int bits = bytes.length * 8;
    int exponentBits = bits == 32 ? 8 : bits == 64 ? 10 : 14;
    int bias = bits == 32 ? 101 : bits == 64 ? 398 : BIAS_128;
    int digits = bits == 32 ? 7 : bits == 64 ? 16 : DIGITS_128;
    BigInteger all = new BigInteger(1, bytes);
    boolean negative = all.testBit(bits - 1);
    if (all.testBit(bits - 2)
        && all.testBit(bits - 3)
        && all.testBit(bits - 4)
        && all.testBit(bits - 5)) {
      boolean isInfinite = !all.testBit(bits - 6);
      return isInfinite
          ? negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY
          : Double.NaN;
    }
    boolean large = all.testBit(bits - 2) && all.testBit(bits - 3);
    int exponentAt = bits - 1 - exponentBits - (large ? 2 : 0);
    int exponent =
        all.shiftRight(exponentAt)
            .and(BigInteger.ONE.shiftLeft(exponentBits).subtract(BigInteger.ONE))
            .intValue();
    BigInteger coefficient = all.and(BigInteger.ONE.shiftLeft(exponentAt).subtract(BigInteger.ONE));
    if (large) { // The coefficient begins with 100, which is not written.
      coefficient = coefficient.setBit(exponentAt + 2);
    }
    if (coefficient.toString().length() > digits) {
      return 0.0;
    }
    return new BigDecimal(negative ? coefficient.negate() : coefficient, bias - exponent);
  }

  /**
   * Writes a decimal of 128 bits; what has more than 34 digits is rounded, what is too large
   * becomes infinite, what is too small zero.
   */
  static byte[] write(BigDecimal value) {
    BigDecimal rounded = value.round(MathContext.DECIMAL128);
    // Its absolute value is below ten to this power; that says how large it is whatever its scale.
    long magnitude = (long) rounded.precision() - rounded.scale();
    if (rounded.signum() != 0 && magnitude > DIGITS_128 + EXPONENT_MAX_128) {
      return bytes(INFINITY_128, rounded.signum());
    } else if (rounded.signum() == 0 || magnitude < -BIAS_128) {
      int scale = Math.min(Math.max(rounded.scale(), -EXPONENT_MAX_128), BIAS_128);
      rounded = BigDecimal.valueOf(0, rounded.signum() == 0 ? scale : BIAS_128);
    } else if (rounded.scale() > BIAS_128) {
      rounded = rounded.setScale(BIAS_128, RoundingMode.HALF_EVEN);
    } else if (rounded.scale() < -EXPONENT_MAX_128) {
      rounded = rounded.setScale(-EXPONENT_MAX_128);
    }
    BigInteger exponent = BigInteger.valueOf(BIAS_128 - rounded.scale());
    return bytes(exponent.shiftLeft(113).or(rounded.unscaledValue().abs()), rounded.signum());
  }

  private static byte[] bytes(BigInteger bits, int signum) {
    byte[] some = (signum < 0 ? bits.setBit(127) : bits).toByteArray();
    byte[] all = new byte[16]; // Some are as few as may be, or with one more for a sign.
    int count = Math.min(some.length, all.length);
    System.arraycopy(some, some.length - count, all, all.length - count, count);
    return all;
  }
}
