package io.warrenmq.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a key's value may be. Immutable.
 *
 * @param valueClass the class of a parsed value: Long for all numbers but decimals
 * @param allowed what to write, for error messages and the documentation
 * @param isSecret whether a value must never be shown
 * @param parser text to value
 */
record ValueType<T>(Class<T> valueClass, String allowed, boolean isSecret, Parser<T> parser) {

  /** Text to value; refuses with a reason. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws BadValueException;
  }

  /** Parsed {@code infinity}: a limit that is never reached. */
  static final long INFINITY = Long.MAX_VALUE;

  /** Parsed {@code none} of a port. */
  static final long NO_PORT = -1;

  private static ValueType<Long> number(String allowed, Parser<Long> parser) {
    return new ValueType<>(Long.class, allowed, false, parser);
  }

  private static ValueType<String> text(String allowed, Parser<String> parser) {
    return new ValueType<>(String.class, allowed, false, parser);
  }

  static ValueType<Long> integer(long min, long max) {
    String allowed =
        max == Long.MAX_VALUE ? "a whole number from " + min : "a whole number " + min + ".." + max;
    return number(allowed, s -> inRange(Numbers.parse(s), min, max));
  }

  /** A whole number or a word that stands for a value outside of the range. */
  static ValueType<Long> integerOr(String word, long wordValue, long min, long max) {
    ValueType<Long> integer = integer(min, max);
    return number(
        integer.allowed + ", or " + word,
        s -> s.equals(word) ? wordValue : integer.parser.parse(s));
  }

  /** A limit from {@code min}, or {@code infinity}. */
  static ValueType<Long> limit(long min) {
    return integerOr("infinity", INFINITY, min, Integer.MAX_VALUE);
  }

  static ValueType<Long> port() {
    return integerOr("none", NO_PORT, 0, 65535);
  }

  /** Bytes whose KB and MB are powers of 1024. */
  static ValueType<Long> bytes(long min, long max) {
    return number(
        "bytes " + min + ".." + max + ", as 65536 or 64KB (1024 bytes each)",
        s -> inRange(Numbers.parseBytes(s, 1024), min, max));
  }

  /** As {@link #bytes}, or 0, which stands for something else than a size. */
  static ValueType<Long> bytesOrZero(long min, long max) {
    ValueType<Long> bytes = bytes(min, max);
    return number(bytes.allowed + ", or 0", s -> s.equals("0") ? 0L : bytes.parser.parse(s));
  }

  /** Bytes whose KB and MB are powers of 1000, and KiB and MiB powers of 1024. */
  static ValueType<Long> capacity() {
    return number(
        "bytes, as 50000000, 50MB (1000s) or 50MiB (1024s)", s -> Numbers.parseBytes(s, 1000));
  }

  static ValueType<Long> millis(long min, long max) {
    return number(
        "milliseconds " + min + ".." + max + ", or a duration as 500ms, 10s, 1h30m",
        s -> inRange(Numbers.parseDurationMs(s), min, max));
  }

  /** As {@link #millis}, or {@code infinity}. */
  static ValueType<Long> millisOrInfinity(long min) {
    ValueType<Long> millis = millis(min, Integer.MAX_VALUE);
    return number(
        millis.allowed + ", or infinity",
        s -> s.equals("infinity") ? INFINITY : millis.parser.parse(s));
  }

  /** A decimal; {@code 40%} is read as 0.4. */
  static ValueType<Double> decimal(double min, double max) {
    return new ValueType<>(
        Double.class,
        "a number " + min + ".." + max + ", or a percentage",
        false,
        s -> {
          try {
            boolean percent = s.endsWith("%");
            double d = Double.parseDouble(percent ? s.substring(0, s.length() - 1) : s);
            double value = percent ? d / 100 : d;
            if (!(value >= min && value <= max)) {
              throw new BadValueException("it is out of range");
            }
            return value;
          } catch (NumberFormatException e) {
            throw new BadValueException("it is not a number");
          }
        });
  }

  static ValueType<Boolean> bool() {
    return new ValueType<>(
        Boolean.class,
        "true or false, on or off",
        false,
        s ->
            switch (s) {
              case "true", "on" -> true;
              case "false", "off" -> false;
              default -> throw new BadValueException("it is neither");
            });
  }

  static ValueType<String> oneOf(String... words) {
    List<String> known = List.copyOf(Arrays.asList(words));
    return text(
        String.join(", ", known),
        s -> {
          if (!known.contains(s)) {
            throw new BadValueException("it is none of these");
          }
          return s;
        });
  }

  static ValueType<String> string() {
    return text("text", s -> s);
  }

  static ValueType<String> nonEmpty() {
    return matching("text, not empty", s -> !s.isEmpty(), "it is empty");
  }

  static ValueType<String> matching(String allowed, Predicate<String> fits, String whyNot) {
    return text(
        allowed,
        s -> {
          if (!fits.test(s)) {
            throw new BadValueException(whyNot);
          }
          return s;
        });
  }

  static ValueType<String> ipAddress() {
    return matching("an IP address", HostName::isAddress, "it is not one");
  }

  static ValueType<String> regex() {
    return text(
        "a regular expression",
        s -> {
          try {
            return Pattern.compile(s).pattern();
          } catch (PatternSyntaxException e) {
            throw new BadValueException("it is not a regular expression: " + e.getDescription());
          }
        });
  }

  static ValueType<String> secret() {
    return new ValueType<>(
        String.class,
        "text, in the clear",
        true,
        s -> {
          if (s.startsWith("encrypted:")) {
            throw new BadValueException(
                "encrypted values are not read; give the value in the clear, for example from the"
                    + " environment with $(VARIABLE)");
          }
          return s;
        });
  }

  static ValueType<ListenerAddress> listener() {
    return new ValueType<>(
        ListenerAddress.class,
        "a port 0..65535 (0: a free one), address:port, or none",
        false,
        ListenerAddress::parse);
  }

  private static long inRange(long value, long min, long max) throws BadValueException {
    if (value < min || value > max) {
      throw new BadValueException("it is out of range");
    }
    return value;
  }
}
