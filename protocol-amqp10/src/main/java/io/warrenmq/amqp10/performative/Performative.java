package io.warrenmq.amqp10.performative;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A performative or SASL frame body. Immutable. */
public sealed interface Performative permits Open, Begin, Attach, Detach, End, Close, SaslFrame {
  /** The descriptor's code. */
  long code();

  /** The fields in the order of the specification; canonical values. */
  List<@Nullable Object> fields();

  /** Writes it. */
  default void write(ByteBuf out) {
    ValueWriter.composite(out, code(), fields());
  }

  /**
   * Makes one of what was read.
   *
   * @throws DecodeFault when it is none, or a field is missing or of the wrong type
   */
  static Performative of(@Nullable Object value) {
    if (!(value instanceof Described described)) {
      throw new DecodeFault("a frame that begins with no performative");
    }
    Object list = described.value();
    long code = SymbolicCodes.of(described);
    if (code == Open.CODE) {
      return Open.of(list);
    } else if (code == Begin.CODE) {
      return Begin.of(list);
    } else if (code == Attach.CODE) {
      return Attach.of(list);
    } else if (code == Detach.CODE) {
      return Detach.of(list);
    } else if (code == End.CODE) {
      return End.of(list);
    } else if (code == Close.CODE) {
      return Close.of(list);
    } else if (code >= SaslFrame.MECHANISMS && code <= SaslFrame.OUTCOME) {
      return SaslFrame.of(code, list);
    }
    throw new DecodeFault("no performative has the descriptor " + SymbolicCodes.name(described));
  }
}
