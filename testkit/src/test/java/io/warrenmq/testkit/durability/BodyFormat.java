package io.warrenmq.testkit.durability;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The format of messages that are nothing but a body. */
final class BodyFormat implements MessageFormat {
  static final BodyFormat INSTANCE = new BodyFormat();

  private BodyFormat() {}

  @Override
  public String name() {
    return "body";
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> headers(Message message) {
    return Map.of();
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return null;
  }
}
