package io.warrenmq.core.selector;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * {@code UTC()}: the wall time in milliseconds.
 *
 * @param clock the broker's
 */
record Now(BrokerClock clock) implements Expression {
  @Override
  public Object evaluate(Message message, @Nullable Object[] memo) {
    return clock.wallMs();
  }

  @Override
  public Kind kind() {
    return Kind.NUMBER;
  }
}
