package io.warrenmq.core.vhost;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.policy.WholeNumber;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a value of an argument must be like. A rule answers {@code null}, or the fault as RabbitMQ
 * prints it.
 */
@FunctionalInterface
interface ArgumentRule {
  /** Ten years in milliseconds: the longest TTL or expiry RabbitMQ takes. */
  long EXPIRY_MS_MAX = 10L * 365 * 86_400_000;

  BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  /** Checks a value; {@code all} are the arguments it came with. */
  @Nullable String fault(Object value, Arguments all);

  static ArgumentRule wholeNumber() {
    return (value, all) ->
        WholeNumber.of(value) != null
            ? null
            : ArgumentText.string("expected integer, got " + Arguments.typeName(value));
  }

  static ArgumentRule notNegative() {
    return wholeNumber()
        .and(
            number ->
                number.signum() < 0
                    ? "{value_negative," + number + "}"
                    // A limit that no count can reach is no use to anybody, and does not fit.
                    : number.compareTo(LONG_MAX) > 0 ? "{value_too_large," + number + "}" : null);
  }

  static ArgumentRule positive() {
    return notNegative().and(number -> number.signum() == 0 ? "{value_zero," + number + "}" : null);
  }

  static ArgumentRule atMost(long max, String fault) {
    BigInteger limit = BigInteger.valueOf(max);
    return notNegative()
        .and(number -> number.compareTo(limit) > 0 ? "{" + fault + "," + number + "}" : null);
  }

  static ArgumentRule expiry() {
    return atMost(EXPIRY_MS_MAX, "value_too_large")
        .and(number -> number.signum() == 0 ? "{value_zero," + number + "}" : null);
  }

  static ArgumentRule flag() {
    return (value, all) -> value instanceof Boolean ? null : unacceptableType(value);
  }

  static ArgumentRule text() {
    return (value, all) -> value instanceof String ? null : unacceptableType(value);
  }

  /**
   * One of these texts; {@code fault} is printed for any other, with {@code %s} standing for it.
   */
  static ArgumentRule oneOf(List<String> allowed, String fault) {
    return (value, all) -> {
      if (!(value instanceof String text)) {
        return unacceptableType(value);
      }
      if (allowed.contains(text)) {
        return null;
      }
      return fault.contains("%s") ? ArgumentText.string(fault.replace("%s", text)) : fault;
    };
  }

  /** This rule, and then one on the number. */
  private ArgumentRule and(NumberRule next) {
    return (value, all) -> {
      String fault = fault(value, all);
      if (fault != null) {
        return fault;
      }
      BigInteger number = WholeNumber.of(value);
      assert number != null;
      return next.fault(number);
    };
  }

  private static String unacceptableType(Object value) {
    return "{unacceptable_type," + Arguments.typeName(value) + "}";
  }

  /** A rule on a whole number. */
  @FunctionalInterface
  interface NumberRule {
    @Nullable String fault(BigInteger number);
  }
}
