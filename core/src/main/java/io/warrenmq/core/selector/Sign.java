package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A sign in front of a value; unknown when that is no number.
 *
 * @param isMinus whether it turns the number around
 */
record Sign(boolean isMinus, Expression value) implements Expression {
  /** The value with a sign; of a literal, a literal. */
  static Expression of(boolean isMinus, Expression value) {
    if (value instanceof Constant constant && Numbers.isNumber(constant.value())) {
      return isMinus ? new Constant(Numbers.negate(constant.value())) : constant;
    }
    return new Sign(isMinus, value);
  }

  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object number = value.evaluate(message, memo);
    if (number == null || !Numbers.isNumber(number)) {
      return null;
    }
    return isMinus ? Numbers.negate(number) : number;
  }

  @Override
  public Kind kind() {
    return Kind.NUMBER;
  }
}
