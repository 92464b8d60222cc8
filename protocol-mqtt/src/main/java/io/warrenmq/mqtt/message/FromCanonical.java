package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form to MQTT, as RabbitMQ converts from AMQP 1.0. What has no place is left out:
 * identifiers but for the correlation, times, priorities; of application properties and annotations
 * what is no single value.
 */
final class FromCanonical {
  private static final byte[] NO_CLIENT = {};
  // Of the broker, and told otherwise or nobody's business.
  private static final Set<String> INTERNAL =
      Set.of("x-exchange", "x-routing-key", "x-cc", "x-opt-deaths", ToCanonical.REPLY_TO_TOPIC);
  private static final String INTERNAL_PREFIX = "x-basic-";

  private FromCanonical() {}

  static Message convert(
      MqttFormat format, Message original, CanonicalMessage content, ReplyTopics replyTopics) {
    byte[] properties = properties(content, replyTopics);
    byte[] body = Conversion.bytes(content.body());
    int headerLength = PublishHeader.length(NO_CLIENT, properties.length);
    byte[] bytes = new byte[headerLength + body.length];
    int at = PublishHeader.write(bytes, content.durable() ? 1 : 0, false, NO_CLIENT);
    System.arraycopy(properties, 0, bytes, at, properties.length);
    System.arraycopy(body, 0, bytes, headerLength, body.length);
    return Conversion.message(format, bytes, headerLength, original, content);
  }

  private static byte[] properties(CanonicalMessage content, ReplyTopics replyTopics) {
    PropertyWriter out = new PropertyWriter();
    CanonicalMessage.Properties p = content.properties();
    String contentType = p.contentType();
    if (contentType != null && Texts.isUtf8String(contentType)) {
      out.text(PropertyId.CONTENT_TYPE, contentType);
    }
    String topic = responseTopic(content, replyTopics);
    if (topic != null && Texts.isUtf8String(topic)) {
      out.text(PropertyId.RESPONSE_TOPIC, topic);
    }
    byte[] correlation = correlation(p.correlationId());
    if (correlation != null) {
      out.binary(PropertyId.CORRELATION_DATA, correlation);
    }
    content.applicationProperties().forEach((name, value) -> user(out, name, value));
    for (Map.Entry<String, @Nullable Object> entry : content.messageAnnotations().entrySet()) {
      String name = entry.getKey();
      if (!INTERNAL.contains(name) && !name.startsWith(INTERNAL_PREFIX)) {
        user(out, name, entry.getValue());
      }
    }
    return out.bytes();
  }

  private static @Nullable String responseTopic(CanonicalMessage content, ReplyTopics replyTopics) {
    if (content.messageAnnotations().get(ToCanonical.REPLY_TO_TOPIC) instanceof String key) {
      return replyTopics.topic(key);
    }
    String address = content.properties().replyTo();
    return address == null ? null : replyTopics.topicAt(address);
  }

  private static byte @Nullable [] correlation(@Nullable Object id) {
    if (id instanceof Binary bytes) {
      return bytes.bytes();
    } else if (id instanceof UUID uuid) {
      return ("urn:uuid:" + uuid).getBytes(UTF_8);
    }
    return id == null ? null : id.toString().getBytes(UTF_8);
  }

  private static void user(PropertyWriter out, String name, @Nullable Object value) {
    String text = text(value);
    if (text != null && Texts.isUtf8String(text) && Texts.isUtf8String(name)) {
      out.user(name, text);
    }
  }

  /** A single value as text; {@code null} when there is none for it. */
  private static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof Timestamp time) {
      return Long.toString(Math.floorDiv(time.epochMs(), 1000L));
    }
    return value instanceof String
            || value instanceof Symbol
            || value instanceof Number
            || value instanceof Unsigned
            || value instanceof Boolean
            || value instanceof Character
            || value instanceof UUID
        ? value.toString()
        : null;
  }
}
