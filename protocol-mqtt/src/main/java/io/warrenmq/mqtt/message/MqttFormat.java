package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came by MQTT, of any version: a {@link PublishHeader}, then the payload. Stateless,
 * thread-safe.
 */
public final class MqttFormat implements MessageFormat {
  /** Its name in what is stored. */
  public static final String NAME = "mqtt";

  private final ReplyTopics replyTopics;

  /**
   * The format of a broker.
   *
   * @param replyTopics what response topics are to other protocols
   */
  public MqttFormat(ReplyTopics replyTopics) {
    this.replyTopics = replyTopics;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return ToCanonical.convert(message, replyTopics);
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return FromCanonical.convert(this, original, content, replyTopics);
  }

  @Override
  public Map<String, Object> headers(Message message) {
    Map<String, Object> headers = new LinkedHashMap<>();
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      if (properties.id() == PropertyId.USER_PROPERTY) {
        headers.putIfAbsent(properties.name(), properties.text());
      }
    }
    Annotations added = message.annotations();
    headers.putAll(DeathHistory.firstAndLast(added));
    added.values().forEach((key, value) -> headers.put(key, text(value)));
    return headers;
  }

  @Override
  public @Nullable Object header(Message message, String name) {
    Annotations added = message.annotations();
    if (!added.isEmpty()) {
      Object value = added.values().get(name);
      value = value != null ? value : DeathHistory.firstAndLast(added).get(name);
      if (value != null) {
        return text(value);
      }
    }
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      if (properties.id() == PropertyId.USER_PROPERTY && properties.isNamed(name)) {
        return properties.text();
      }
    }
    return null;
  }

  /** A symbol as text, which exchanges and filters compare with. */
  private static Object text(Object value) {
    return value instanceof Symbol symbol ? symbol.text() : value;
  }

  /** Correlation data that is text is text, as in AMQP 0-9-1. */
  @Override
  public @Nullable Object property(Message message, Property property) {
    return switch (property) {
      case CORRELATION_ID -> {
        PropertyCursor found = find(message, PropertyId.CORRELATION_DATA);
        yield found == null ? null : textOrBytes(found.binary());
      }
      case CONTENT_TYPE -> {
        PropertyCursor found = find(message, PropertyId.CONTENT_TYPE);
        yield found != null && Texts.isAscii(found.text()) ? found.text() : null;
      }
      case REPLY_TO -> {
        PropertyCursor found = find(message, PropertyId.RESPONSE_TOPIC);
        yield found == null ? null : replyTopics.address(found.text());
      }
      default -> null; // MQTT has no others.
    };
  }

  private static Object textOrBytes(byte[] bytes) {
    String text = Texts.utf8(bytes);
    return text != null ? text : new Binary(bytes);
  }

  private static @Nullable PropertyCursor find(Message message, int id) {
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      if (properties.id() == id) {
        return properties;
      }
    }
    return null;
  }
}
