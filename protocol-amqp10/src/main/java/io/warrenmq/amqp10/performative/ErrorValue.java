package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.error.AmqpFault;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error. §2.8.14.
 *
 * @param condition the condition's symbol
 * @param description the text for developers; {@code null} when absent
 * @param info more about it
 */
public record ErrorValue(
    String condition, @Nullable String description, Map<String, @Nullable Object> info) {
  private static final long CODE = 0x1D;

  /** The error that tells a fault. */
  public static ErrorValue of(AmqpFault fault) {
    return new ErrorValue(fault.condition().symbol(), fault.description(), Map.of());
  }

  /** The condition alone, for a peer whose frames have no room for more. */
  ErrorValue withoutText() {
    return new ErrorValue(condition, null, Map.of());
  }

  static @Nullable ErrorValue of(@Nullable Described described) {
    if (described == null) {
      return null;
    }
    Fields fields = new Fields("error", described.value());
    return new ErrorValue(
        fields.mandatory(fields.symbolText(0), "condition"), fields.string(1), fields.map(2));
  }

  /** As a value of another's fields. */
  public static @Nullable Described described(@Nullable ErrorValue error) {
    return error == null
        ? null
        : Described.of(
            CODE,
            Arrays.asList(
                Fields.symbol(error.condition()),
                error.description(),
                Fields.symbolMap(error.info())));
  }
}
