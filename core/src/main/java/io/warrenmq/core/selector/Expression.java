package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A part of a parsed filter, which has a value for each message. Values are those that {@link
 * Values#plain} leaves; {@code null} is SQL's NULL, and as a condition UNKNOWN. Immutable; any
 * loop.
 */
sealed interface Expression
    permits Arithmetic,
        Comparison,
        Constant,
        InTexts,
        InValues,
        IsNull,
        Junction,
        Like,
        Not,
        Now,
        Reference,
        Sign {
  /**
   * Its value for a message.
   *
   * @param memo what {@link Reference}s have found in this evaluation
   */
  @Nullable Object evaluate(Message message, @Nullable Object[] memo);

  /** What is known of its value. */
  Kind kind();
}
