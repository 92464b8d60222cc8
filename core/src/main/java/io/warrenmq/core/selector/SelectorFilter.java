package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.MessageFilter;
import org.jspecify.annotations.Nullable;

/**
 * A parsed expression as filter: what is true of a message matches; what is false or unknown does
 * not. Immutable; any loop.
 */
final class SelectorFilter implements MessageFilter {
  private static final @Nullable Object[] NO_MEMO = {};

  private final String text;
  private final Expression expression;
  private final int shared;

  /**
   * Makes a filter.
   *
   * @param text what it was parsed from
   * @param shared names that stand more than once
   */
  SelectorFilter(String text, Expression expression, int shared) {
    this.text = text;
    this.expression = expression;
    this.shared = shared;
  }

  @Override
  public boolean matches(Message message) {
    return evaluate(message) instanceof Boolean truth && truth;
  }

  /** The value of the expression: {@code null} for unknown. */
  @Nullable Object evaluate(Message message) {
    return expression.evaluate(message, shared == 0 ? NO_MEMO : new Object[shared]);
  }

  @Override
  public String toString() {
    return text;
  }
}
