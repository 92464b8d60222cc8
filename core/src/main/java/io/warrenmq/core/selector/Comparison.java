package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Two values compared; unknown when one of them is NULL. Values that cannot be compared, a number
 * and a text say, are not equal, and none is greater.
 *
 * @param unlikeDiffer what {@code <>} says of values that cannot be compared: false in JMS (3.1
 *     §3.8.1.1), true in RabbitMQ
 */
record Comparison(Operator operator, Expression left, Expression right, boolean unlikeDiffer)
    implements Expression {
  /** What is asked of the two. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** Whether it asks for an order. */
    boolean isOrder() {
      return this != EQUAL && this != NOT_EQUAL;
    }
  }

  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object a = left.evaluate(message, memo);
    if (a == null) {
      return null;
    }
    Object b = right.evaluate(message, memo);
    return b == null ? null : Boolean.valueOf(holds(a, b));
  }

  private boolean holds(Object a, Object b) {
    if (operator == Operator.EQUAL) {
      return Values.equal(a, b);
    } else if (operator == Operator.NOT_EQUAL) {
      return !Values.equal(a, b) && (unlikeDiffer || Values.comparable(a, b));
    }
    int order = Values.order(a, b);
    return order != Values.UNORDERED
        && switch (operator) {
          case LESS -> order < 0;
          case LESS_OR_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          default -> order >= 0;
        };
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
