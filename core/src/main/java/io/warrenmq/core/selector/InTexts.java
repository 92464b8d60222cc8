package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code IN} a list of texts; unknown when the value is NULL. Costs the same however long the list
 * is.
 *
 * @param otherwise the answer for a value that is no text: unknown in JMS, where there must be one
 *     (3.1 §3.8.1.1); false in RabbitMQ
 */
record InTexts(Expression value, Set<String> texts, @Nullable Boolean otherwise)
    implements Expression {
  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object sought = value.evaluate(message, memo);
    String text = sought instanceof Binary bytes ? Values.text(bytes) : null;
    if (sought instanceof String string) {
      text = string;
    }
    if (text != null) {
      return texts.contains(text);
    }
    return sought == null ? null : otherwise;
  }

  @Override
  public Kind kind() {
    return Kind.CONDITION;
  }
}
