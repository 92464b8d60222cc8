package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code NOT}: unknown stays unknown (JMS 3.1 §3.8.1.2, table 3-6), as which a value that is no
 * condition counts.
 *
 * @param condition what it turns around
 */
record Not(Expression condition) implements Expression {
  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    return condition.evaluate(message, memo) instanceof Boolean truth
        ? Boolean.valueOf(!truth)
        : null;
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
