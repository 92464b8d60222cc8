package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A literal.
 *
 * @param value Boolean, Long, Double, BigDecimal, String or {@link io.warrenmq.api.message.Binary}
 */
record Constant(Object value) implements Expression {
  @Override
  public Object evaluate(Message message, @Nullable Object[] memo) {
    return value;
  }

  @Override
  public Kind kind() {
    return value instanceof Boolean
        ? Kind.CONDITION
        : Numbers.isNumber(value) ? Kind.NUMBER : Kind.TEXT;
  }
}
