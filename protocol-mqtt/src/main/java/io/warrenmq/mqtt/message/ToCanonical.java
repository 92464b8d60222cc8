package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * MQTT to the canonical form, as RabbitMQ converts to AMQP 1.0: user properties whose names begin
 * with {@code x-} become annotations, others application properties; of those with the same name
 * the first counts. The payload is a data section, but for one that says that it is text: that is a
 * value (as RabbitMQ's documents have it; RabbitMQ 4 itself makes no difference).
 */
final class ToCanonical {
  private final ReplyTopics replyTopics;
  private final Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> applicationProperties = new LinkedHashMap<>();
  private @Nullable String contentType;
  private @Nullable String replyTo;
  private @Nullable Object correlationId;
  private boolean isText;

  private ToCanonical(ReplyTopics replyTopics) {
    this.replyTopics = replyTopics;
  }

  static CanonicalMessage convert(Message message, ReplyTopics replyTopics) {
    return new ToCanonical(replyTopics).convert(message);
  }

  private CanonicalMessage convert(Message message) {
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      take(properties);
    }
    annotations.putAll(DeathHistory.annotations(message.annotations()));
    byte[] payload =
        Arrays.copyOfRange(message.bytes(), message.headerLength(), message.bytes().length);
    return new CanonicalMessage(
        message.isDurable(),
        message.priority(),
        message.annotations().ttlRemoved() ? -1 : message.ttlMs(),
        annotations,
        new Properties(
            null,
            null,
            null,
            null,
            replyTo,
            correlationId,
            contentType,
            null,
            null,
            null,
            null,
            null,
            null),
        applicationProperties,
        body(payload));
  }

  private Body body(byte[] payload) {
    if (Conversion.AMQP_CONTENT_TYPE.equals(contentType)) {
      return new Encoded(new Binary(payload));
    }
    String text = isText ? Texts.utf8(payload) : null;
    return text == null ? new Data(List.of(new Binary(payload))) : new Value(text, null);
  }

  private void take(PropertyCursor property) {
    switch (property.id()) {
      case PropertyId.CONTENT_TYPE -> {
        String type = property.text();
        contentType = Texts.isAscii(type) ? type : null; // A symbol has no other characters.
      }
      case PropertyId.RESPONSE_TOPIC -> {
        String topic = property.text();
        replyTo = replyTopics.address(topic);
        annotations.put(Conversion.REPLY_TO_TOPIC, replyTopics.key(topic));
      }
      case PropertyId.CORRELATION_DATA -> correlationId = id(property.binary());
      case PropertyId.USER_PROPERTY -> {
        String name = property.name();
        (name.startsWith("x-") && Texts.isAscii(name) ? annotations : applicationProperties)
            .putIfAbsent(name, property.text());
      }
      case PropertyId.PAYLOAD_FORMAT -> isText = property.octet() == 1;
      default -> {}
    }
  }

  private static Object id(byte[] bytes) {
    String text = Texts.utf8(bytes);
    UUID uuid = text == null ? null : Conversion.uuidOfUrn(text);
    return uuid == null ? new Binary(bytes) : uuid;
  }
}
