package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A name. One that stands more than once in an expression is looked up once in an evaluation.
 * Immutable once the expression is parsed.
 */
final class Reference implements Expression {
  private static final Object NOTHING = new Object();
  private static final int NO_SLOT = -1;

  private final Source source;
  private int slot = NO_SLOT;

  Reference(Source source) {
    this.source = source;
  }

  /** Whether what it finds is remembered. */
  boolean isShared() {
    return slot != NO_SLOT;
  }

  /** While parsing: has what it finds remembered, at this place. */
  void share(int place) {
    slot = place;
  }

  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    if (slot == NO_SLOT) {
      return source.of(message);
    }
    Object known = memo[slot];
    if (known == null) {
      Object found = source.of(message);
      known = found == null ? NOTHING : found;
      memo[slot] = known;
    }
    return known == NOTHING ? null : known;
  }

  @Override
  public Kind kind() {
    return source.kind();
  }
}
