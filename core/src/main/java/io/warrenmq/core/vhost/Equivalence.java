package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.policy.WholeNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Compares a declaration with what exists, property by property, as RabbitMQ does. */
final class Equivalence {
  private final ResourceKind kind;
  private final String vhost;
  private final String name;

  Equivalence(ResourceKind kind, String vhost, String name) {
    this.kind = kind;
    this.vhost = vhost;
    this.name = name;
  }

  /** Fails with INEQUIVALENT unless both are equal. */
  void checkProperty(String property, Object current, Object received) {
    if (!current.equals(received)) {
      throw inequivalent(property, "'" + received + "'", "'" + current + "'");
    }
  }

  /**
   * Fails with INEQUIVALENT at the first of these arguments that differs. Others are not compared.
   */
  void checkArguments(List<String> names, Arguments current, Arguments received) {
    for (String argument : names) {
      Object currentValue = current.get(argument);
      Object receivedValue = received.get(argument);
      if (currentValue == null && receivedValue == null) {
        continue;
      }
      if (currentValue == null || receivedValue == null) {
        throw inequivalent(
            argument,
            ArgumentText.quotedWithType(receivedValue),
            ArgumentText.quotedWithType(currentValue));
      }
      if (!sameValue(currentValue, receivedValue)) {
        throw inequivalent(
            argument, ArgumentText.quoted(receivedValue), ArgumentText.quoted(currentValue));
      }
    }
  }

  private BrokerException inequivalent(String what, String received, String current) {
    return new BrokerException(
        ErrorKind.INEQUIVALENT,
        "inequivalent arg '"
            + what
            + "' for "
            + Refusals.describe(kind, vhost, name)
            + ": received "
            + received
            + " but current is "
            + current);
  }

  /**
   * Whole numbers are the same when their values are, whatever their widths; so are fractions; so
   * are texts.
   */
  private static boolean sameValue(Object a, Object b) {
    if (a.equals(b)) {
      return true;
    }
    BigInteger wholeA = WholeNumber.of(a);
    if (wholeA != null) {
      return wholeA.equals(WholeNumber.of(b));
    }
    if (isFraction(a) && isFraction(b)) {
      return ((Number) a).doubleValue() == ((Number) b).doubleValue();
    }
    if (a instanceof BigDecimal decimalA && b instanceof BigDecimal decimalB) {
      return decimalA.compareTo(decimalB) == 0;
    }
    if (a instanceof Timestamp timeA && b instanceof Timestamp timeB) {
      // The wire knows whole seconds.
      return Math.floorDiv(timeA.epochMs(), 1000L) == Math.floorDiv(timeB.epochMs(), 1000L);
    }
    return isText(a) && isText(b) && a.toString().equals(b.toString());
  }

  private static boolean isFraction(Object value) {
    return value instanceof Float || value instanceof Double;
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof Symbol;
  }
}
