package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import org.jspecify.annotations.Nullable;

/** Where the messages of a link go. Immutable. */
public sealed interface AnyTarget permits Target, Coordinator {
  static @Nullable AnyTarget of(@Nullable Described described) {
    if (described == null) {
      return null;
    }
    long code = SymbolicCodes.of(described);
    if (code == Target.CODE) {
      return Target.of(described.value());
    } else if (code == Coordinator.CODE) {
      return Coordinator.of(described.value());
    }
    throw new DecodeFault("a target with the descriptor " + SymbolicCodes.name(described));
  }

  static @Nullable Described described(@Nullable AnyTarget target) {
    return target == null ? null : target.described();
  }

  /** As a value of another's fields. */
  Described described();
}
