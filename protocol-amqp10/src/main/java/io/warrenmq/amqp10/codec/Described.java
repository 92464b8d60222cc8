package io.warrenmq.amqp10.codec;

import io.warrenmq.api.message.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * A value with a descriptor. AMQP 1.0 §1.1.2. Immutable.
 *
 * @param descriptor a ulong ({@link Unsigned}) or a symbol; by the specification any value
 * @param value the value
 */
public record Described(Object descriptor, @Nullable Object value) {
  /** A value described by a code. */
  public static Described of(long code, @Nullable Object value) {
    return new Described(Unsigned.ulong(code), value);
  }

  /** The descriptor's code; −1 when it is no ulong. */
  public long code() {
    return descriptor instanceof Unsigned number && number.width() == 64 ? number.bits() : -1;
  }
}
