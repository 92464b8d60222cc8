package io.warrenmq.core.selector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Reads one number, without sign. In JMS a number is one of Java's (3.1 §3.8.1.1): {@code 57},
 * {@code 7L}, {@code 0x1F}, {@code 017} (which is 15), {@code 7.}, {@code .5}, {@code 57.9E2},
 * {@code 1.5f}. In AMQP's SQL there are neither suffixes nor other bases. One thread.
 */
final class Numeral {
  /** Characters of the longest. Bounds what reading it can cost. */
  static final int LENGTH_MAX = 400;

  private static final Pattern OCTAL = Pattern.compile("[0-7]+");

  private final ExpressionText text;
  private final int start;
  private int at;

  Numeral(ExpressionText text, int start) {
    this.text = text;
    this.start = start;
    this.at = start;
  }

  /** Where it ends, once {@link #read}. */
  int end() {
    return at;
  }

  /** The number: Long, BigDecimal when it is larger, or Double. */
  Object read() {
    boolean isJava = text.dialect() == Dialect.JMS;
    Object value;
    if (isJava && isHexPrefix()) {
      at += 2;
      skipWhile("0123456789abcdefABCDEF");
      value = whole(text.text().substring(start + 2, at), 16);
      skipSuffix("lL");
    } else {
      value = decimal(isJava);
    }
    if (at == start || Character.isLetterOrDigit(text.at(at)) || text.at(at) == '_') {
      throw text.malformed(at, "a number cannot go on like this");
    }
    return value;
  }

  private boolean isHexPrefix() {
    return text.at(at) == '0' && (text.at(at + 1) | 0x20) == 'x';
  }

  private Object decimal(boolean isJava) {
    skipWhile("0123456789");
    boolean floating = text.at(at) == '.';
    if (floating) {
      at++;
      skipWhile("0123456789");
    }
    floating |= skipExponent();
    String digits = text.text().substring(start, at);
    checkLength(digits);
    if (isJava && skipSuffix("fF")) {
      return finite((double) Float.parseFloat(digits));
    } else if (floating || (isJava && skipSuffix("dD"))) {
      skipSuffix(isJava ? "dD" : "");
      return finite(Double.parseDouble(digits));
    }
    if (isJava) {
      skipSuffix("lL");
    }
    boolean octal = isJava && digits.length() > 1 && digits.charAt(0) == '0';
    if (octal && !OCTAL.matcher(digits).matches()) {
      throw text.malformed(start, "a number that begins with 0 is octal: it has no 8 and no 9");
    }
    return whole(digits, octal ? 8 : 10);
  }

  private void checkLength(String digits) {
    if (digits.length() > LENGTH_MAX) {
      throw text.malformed(start, "a number may have " + LENGTH_MAX + " characters");
    }
  }

  private Object finite(double value) {
    if (Double.isInfinite(value)) {
      throw text.malformed(start, "this number is out of range");
    }
    return value;
  }

  private Object whole(String digits, int radix) {
    checkLength(digits);
    if (digits.isEmpty()) {
      throw text.malformed(at, "expected a digit");
    }
    BigInteger value = new BigInteger(digits, radix);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : new BigDecimal(value);
  }

  private void skipWhile(String among) {
    while (at < text.length() && among.indexOf(text.at(at)) >= 0) {
      at++;
    }
  }

  private boolean skipExponent() {
    if ((text.at(at) | 0x20) != 'e') {
      return false;
    }
    int digits = at + 1;
    if (text.at(digits) == '+' || text.at(digits) == '-') {
      digits++;
    }
    if (text.at(digits) < '0' || text.at(digits) > '9') {
      return false;
    }
    at = digits;
    skipWhile("0123456789");
    return true;
  }

  private boolean skipSuffix(String among) {
    boolean found = at < text.length() && among.indexOf(text.at(at)) >= 0;
    at += found ? 1 : 0;
    return found;
  }
}
