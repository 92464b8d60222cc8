package io.warrenmq.core.vhost;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.util.Map;

/** The format of messages whose content nobody looks at. */
final class NoFormat implements MessageFormat {
  @Override
  public String name() {
    return "none";
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
  public Object property(Message message, Property property) {
    return null;
  }
}
