package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Symbol;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The target of a link that controls transactions. §4.5.1.
 *
 * @param capabilities what the sender of the attach wants, or what the coordinator can
 */
public record Coordinator(List<Symbol> capabilities) implements AnyTarget {
  static final long CODE = 0x30;

  static Coordinator of(@Nullable Object list) {
    return new Coordinator(new Fields("coordinator", list).symbols(0));
  }

  @Override
  public Described described() {
    return Described.of(CODE, Collections.singletonList(Fields.symbols(capabilities)));
  }
}
