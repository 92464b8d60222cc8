package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code IN} a list of any expressions: unknown when the value is NULL, else whether it equals one
 * of them, as in RabbitMQ also when another is NULL.
 *
 * @param list one or more
 */
record InValues(Expression value, Expression[] list) implements Expression {
  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object sought = value.evaluate(message, memo);
    if (sought == null) {
      return null;
    }
    for (Expression each : list) {
      Object candidate = each.evaluate(message, memo);
      if (candidate != null && Values.equal(sought, candidate)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
