package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code LIKE}; unknown when the value is NULL, no text, or longer than {@link #LENGTH_MAX}: what a
 * publisher sends is not to hold up the queue.
 *
 * @param value what is looked at
 */
record Like(Expression value, LikePattern pattern) implements Expression {
  /** The longest text that is looked at, in characters; of a binary, in bytes. */
  static final int LENGTH_MAX = 1 << 16;

  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    String text = text(value.evaluate(message, memo));
    return text == null ? null : Boolean.valueOf(pattern.matches(text));
  }

  private static @Nullable String text(@Nullable Object subject) {
    if (subject instanceof String text) {
      return text.length() <= LENGTH_MAX ? text : null;
    }
    return subject instanceof Binary binary && binary.bytes().length <= LENGTH_MAX
        ? Values.text(binary)
        : null;
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
