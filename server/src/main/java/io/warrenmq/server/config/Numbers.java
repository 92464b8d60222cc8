package io.warrenmq.server.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers and numbers with units, as RabbitMQ's configuration writes them. */
final class Numbers {

  private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+)[ \\t]*([A-Za-z]*)");
  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|[smhdwf])");
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> DURATIONS_MS =
      Map.of(
          "ms", 1L,
          "s", 1_000L,
          "m", 60_000L,
          "h", 3_600_000L,
          "d", 86_400_000L,
          "w", 604_800_000L,
          "f", 1_209_600_000L);

  private Numbers() {}

  static long parse(String text) throws BadValueException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadValueException("it is not a whole number");
    }
  }

  /**
   * A number of bytes with an optional unit, of any case: {@code KiB MiB GiB TiB PiB} (also without
   * the B) are powers of 1024; {@code k m g t p} and {@code kB MB GB TB PB} are powers of {@code
   * base}, which RabbitMQ takes as 1000 in memory and disk limits and as 1024 elsewhere.
   */
  static long parseBytes(String text, int base) throws BadValueException {
    Matcher m = WITH_UNIT.matcher(text);
    if (!m.matches()) {
      throw new BadValueException("it is not a number of bytes");
    }
    String unit = m.group(2).toLowerCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit.charAt(0)) + 1;
    boolean known =
        switch (unit.isEmpty() ? "" : unit.substring(1)) {
          case "", "b", "i", "ib" -> unit.isEmpty() || power > 0;
          default -> false;
        };
    if (!known) {
      throw new BadValueException("'" + m.group(2) + "' is not a unit of bytes");
    }
    int factor = unit.length() > 1 && unit.charAt(1) == 'i' ? 1024 : base;
    return toLong(new BigInteger(m.group(1)).multiply(BigInteger.valueOf(factor).pow(power)));
  }

  /** Milliseconds: a bare number, or terms such as {@code 1h30m}, {@code 5s}, {@code 200ms}. */
  static long parseDurationMs(String text) throws BadValueException {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return toLong(new BigInteger(text));
    }
    Matcher m = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (m.find() && m.start() == at) {
      long unitMs = DURATIONS_MS.getOrDefault(m.group(2), 0L);
      sum = sum.add(new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(unitMs)));
      at = m.end();
    }
    if (at == 0 || at != text.length()) {
      throw new BadValueException("it is not a duration");
    }
    return toLong(sum.setScale(0, RoundingMode.CEILING).toBigInteger());
  }

  private static long toLong(BigInteger value) throws BadValueException {
    if (value.compareTo(LONG_MAX) >= 0) {
      throw new BadValueException("it is too large");
    }
    return value.longValue();
  }
}
