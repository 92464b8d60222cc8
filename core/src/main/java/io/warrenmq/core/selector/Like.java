package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code LIKE}; unknown when the value is NULL or no text.
 *
 * @param value what is looked at
 */
record Like(Expression value, LikePattern pattern) implements Expression {
  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object subject = value.evaluate(message, memo);
    if (subject instanceof String text) {
      return pattern.matches(text);
    }
    String text = subject instanceof Binary bytes ? Values.text(bytes) : null;
    return text == null ? null : Boolean.valueOf(pattern.matches(text));
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
