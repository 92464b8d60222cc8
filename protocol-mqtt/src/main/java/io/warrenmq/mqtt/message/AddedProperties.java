package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.Message;
import java.util.Map;

/**
 * What was added to a message on its way, as user properties that go out ahead of its own: of those
 * with the same name the first counts. Death history is not told so, as in RabbitMQ. Stateless.
 */
public final class AddedProperties {
  private static final byte[] NONE = {};

  private AddedProperties() {}

  /**
   * Those of a message.
   *
   * @param message of this protocol's format; one that was converted to it has most of them already
   * @return as MQTT 5.0 writes properties; mostly empty
   */
  public static byte[] of(Message message) {
    Map<String, Object> added = message.annotations().values();
    if (added.isEmpty()) {
      return NONE;
    }
    PropertyWriter out = new PropertyWriter();
    added.forEach(
        (name, value) -> {
          if (!isThere(message, name, value)) {
            FromCanonical.annotation(out, name, value);
          }
        });
    return out.bytes();
  }

  private static boolean isThere(Message message, String name, Object value) {
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      if (properties.id() == PropertyId.USER_PROPERTY && properties.isNamed(name)) {
        return properties.text().equals(FromCanonical.text(value));
      }
    }
    return false;
  }
}
