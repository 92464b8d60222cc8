package io.warrenmq.core.log;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives each name a format that knows nothing of its messages: what is stored does not change with
 * what a plugin makes of it, so a store can be looked after without plugins. One thread.
 */
final class AnyFormats implements Function<String, MessageFormat> {
  private final Map<String, MessageFormat> known = new HashMap<>();

  /** Whether a message has a format of this kind. */
  static boolean isUnknown(Message message) {
    return message.format() instanceof Opaque;
  }

  @Override
  public MessageFormat apply(String name) {
    return known.computeIfAbsent(name, Opaque::new);
  }

  private record Opaque(String name) implements MessageFormat {
    @Override
    public CanonicalMessage toCanonical(Message message) {
      throw refusal();
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      throw refusal();
    }

    @Override
    public Map<String, Object> headers(Message message) {
      throw refusal();
    }

    @Override
    public @Nullable Object property(Message message, Property property) {
      throw refusal();
    }

    private static UnsupportedOperationException refusal() {
      return new UnsupportedOperationException("a message that is only kept");
    }
  }
}
