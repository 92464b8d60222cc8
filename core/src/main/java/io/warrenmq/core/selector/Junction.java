package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code AND} or {@code OR} of any number of conditions, in three-valued logic (JMS 3.1 §3.8.1.2,
 * tables 3-4 and 3-5). A value that is no condition counts as unknown.
 *
 * @param decisive what decides it at once: false for {@code AND}, true for {@code OR}
 * @param parts two or more, looked at in this order
 */
record Junction(boolean decisive, Expression[] parts) implements Expression {
  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    boolean unknown = false;
    for (Expression part : parts) {
      if (!(part.evaluate(message, memo) instanceof Boolean truth)) {
        unknown = true;
      } else if (truth == decisive) {
        return decisive;
      }
    }
    return unknown ? null : Boolean.valueOf(!decisive);
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
