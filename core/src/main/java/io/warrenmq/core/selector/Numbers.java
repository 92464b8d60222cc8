package io.warrenmq.core.selector;

import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of all canonical types, and times, which count as their milliseconds. Compared exactly:
 * 2⁵³ + 1 is not 2.0⁵³. Computed exactly as long as whole numbers are enough; a whole number that
 * does not fit into 64 bits goes on with {@link #PRECISION} digits, and what has a floating-point
 * number in it is one. Stateless.
 */
final class Numbers {
  /** Digits that decimals keep. Bounds what a chain of multiplications can cost. */
  private static final MathContext PRECISION = new MathContext(40);

  private static final double TWO_63 = 0x1p63;

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Unsigned || value instanceof Timestamp;
  }

  /** Whether it is a whole number within the range of a long. */
  private static boolean isLong(Object number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof Timestamp
        || (number instanceof Unsigned unsigned && (unsigned.width() < 64 || unsigned.bits() >= 0))
        || number instanceof Short
        || number instanceof Byte;
  }

  private static long longOf(Object number) {
    if (number instanceof Timestamp time) {
      return time.epochMs();
    }
    return number instanceof Unsigned unsigned ? unsigned.bits() : ((Number) number).longValue();
  }

  private static boolean isFloating(Object number) {
    return number instanceof Double || number instanceof Float;
  }

  private static double doubleOf(Object number) {
    if (isLong(number)) {
      return (double) longOf(number);
    }
    return isFloating(number) ? ((Number) number).doubleValue() : decimalOf(number).doubleValue();
  }

  /** Of any number but infinite ones and those that are none. */
  private static BigDecimal decimalOf(Object number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    } else if (isLong(number)) {
      return BigDecimal.valueOf(longOf(number));
    }
    return number instanceof Unsigned unsigned
        ? new BigDecimal(unsigned.toString())
        : new BigDecimal(((Number) number).doubleValue());
  }

  /**
   * −1, 0 or 1 as the first is less, equal or greater; {@link Values#UNORDERED} when one is NaN.
   */
  static int compare(Object a, Object b) {
    if (isLong(a) && isLong(b)) {
      return Long.compare(longOf(a), longOf(b));
    } else if (isFloating(a)) {
      return compare(doubleOf(a), b);
    } else if (isFloating(b)) {
      int order = compare(doubleOf(b), a);
      return order == Values.UNORDERED ? order : -order;
    }
    return decimalOf(a).compareTo(decimalOf(b));
  }

  private static int compare(double a, Object b) {
    if (isFloating(b)) {
      double other = doubleOf(b);
      return a < other ? -1 : a > other ? 1 : a == other ? 0 : Values.UNORDERED;
    } else if (Double.isNaN(a)) {
      return Values.UNORDERED;
    } else if (Double.isInfinite(a)) {
      return a < 0 ? -1 : 1;
    }
    return isLong(b) ? compare(a, longOf(b)) : new BigDecimal(a).compareTo(decimalOf(b));
  }

  private static int compare(double a, long b) {
    if (a >= TWO_63 || a < -TWO_63) {
      return a < 0 ? -1 : 1;
    }
    long whole = (long) a;
    if (whole != b) {
      return Long.compare(whole, b);
    }
    double rest = a - (double) whole; // exact: there is one only below 2⁵³
    return rest < 0 ? -1 : rest > 0 ? 1 : 0;
  }

  static Object negate(Object number) {
    if (isLong(number) && longOf(number) != Long.MIN_VALUE) {
      return -longOf(number);
    }
    return isFloating(number) ? (Object) (-doubleOf(number)) : decimalOf(number).negate();
  }

  static Object add(Object a, Object b) {
    if (isLong(a) && isLong(b)) {
      long x = longOf(a);
      long y = longOf(b);
      long sum = x + y;
      if (((x ^ sum) & (y ^ sum)) >= 0) { // no overflow: Math.addExact's test
        return sum;
      }
    } else if (isFloating(a) || isFloating(b)) {
      return doubleOf(a) + doubleOf(b);
    }
    return decimalOf(a).add(decimalOf(b), PRECISION);
  }

  static Object subtract(Object a, Object b) {
    if (isLong(a) && isLong(b)) {
      long x = longOf(a);
      long y = longOf(b);
      long difference = x - y;
      if (((x ^ y) & (x ^ difference)) >= 0) {
        return difference;
      }
    } else if (isFloating(a) || isFloating(b)) {
      return doubleOf(a) - doubleOf(b);
    }
    return decimalOf(a).subtract(decimalOf(b), PRECISION);
  }

  static Object multiply(Object a, Object b) {
    if (isLong(a) && isLong(b)) {
      long x = longOf(a);
      long y = longOf(b);
      long product = x * y;
      if (Math.multiplyHigh(x, y) == product >> 63) {
        return product;
      }
    } else if (isFloating(a) || isFloating(b)) {
      return doubleOf(a) * doubleOf(b);
    }
    return decimalOf(a).multiply(decimalOf(b), PRECISION);
  }

  /**
   * As in the brokers that selectors come from, and not as in Java, 5 / 2 is 2.5. {@code null} for
   * a division by zero, of whatever type.
   */
  static @Nullable Object divide(Object a, Object b) {
    if (isLong(a) && isLong(b)) {
      long x = longOf(a);
      long y = longOf(b);
      if (y == 0) {
        return null;
      } else if (y == -1) {
        return negate(a);
      }
      return x % y == 0 ? (Object) (x / y) : (Object) ((double) x / (double) y);
    } else if (isFloating(a) || isFloating(b)) {
      double divisor = doubleOf(b);
      return divisor == 0 ? null : (Object) (doubleOf(a) / divisor);
    }
    BigDecimal divisor = decimalOf(b);
    return divisor.signum() == 0 ? null : decimalOf(a).divide(divisor, PRECISION);
  }

  /** With the sign of the first; {@code null} but for whole numbers of 64 bits, and for zero. */
  static @Nullable Object remainder(Object a, Object b) {
    return isLong(a) && isLong(b) && longOf(b) != 0 ? longOf(a) % longOf(b) : null;
  }
}
