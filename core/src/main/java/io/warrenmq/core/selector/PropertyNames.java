package io.warrenmq.core.selector;

import io.warrenmq.api.message.MessageFormat.Property;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of AMQP 1.0 (§3.2.4) by their names. Stateless. */
final class PropertyNames {
  private static final Map<String, Property> PROPERTIES =
      Map.ofEntries(
          Map.entry("message-id", Property.MESSAGE_ID),
          Map.entry("user-id", Property.USER_ID),
          Map.entry("to", Property.TO),
          Map.entry("subject", Property.SUBJECT),
          Map.entry("reply-to", Property.REPLY_TO),
          Map.entry("correlation-id", Property.CORRELATION_ID),
          Map.entry("content-type", Property.CONTENT_TYPE),
          Map.entry("content-encoding", Property.CONTENT_ENCODING),
          Map.entry("absolute-expiry-time", Property.EXPIRY_TIME),
          Map.entry("creation-time", Property.TIMESTAMP),
          Map.entry("group-id", Property.GROUP_ID),
          Map.entry("group-sequence", Property.GROUP_SEQUENCE),
          Map.entry("reply-to-group-id", Property.REPLY_TO_GROUP_ID));

  private PropertyNames() {}

  /** The property; {@code null} when there is none of that name. */
  static @Nullable Property property(String name) {
    return PROPERTIES.get(name);
  }

  /**
   * The property of that name with underscores, as they are written in expressions, where a hyphen
   * is a minus.
   */
  static @Nullable Property inExpression(String name) {
    return name.indexOf('-') < 0 ? PROPERTIES.get(name.replace('_', '-')) : null;
  }
}
