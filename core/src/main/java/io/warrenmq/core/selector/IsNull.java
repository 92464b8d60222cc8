package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code IS NULL}; never unknown.
 *
 * @param value what is looked for
 */
record IsNull(Expression value) implements Expression {
  @Override
  public Object evaluate(Message message, @Nullable Object[] memo) {
    return value.evaluate(message, memo) == null;
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
