package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
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
      Set.of("x-exchange", "x-routing-key", "x-cc", "x-opt-deaths", Conversion.REPLY_TO_TOPIC);
  private static final String INTERNAL_PREFIX = "x-basic-";

  private FromCanonical() {}

  static Message convert(
      MqttFormat format, Message original, CanonicalMessage content, ReplyTopics replyTopics) {
    PropertyWriter out = new PropertyWriter();
    byte[] body = payload(out, content);
    write(out, content, replyTopics);
    byte[] properties = out.bytes();
    int headerLength = PublishHeader.length(NO_CLIENT, properties.length);
    byte[] bytes = new byte[headerLength + body.length];
    int at = PublishHeader.write(bytes, qos(content), false, NO_CLIENT);
    System.arraycopy(properties, 0, bytes, at, properties.length);
    System.arraycopy(body, 0, bytes, headerLength, body.length);
    return Conversion.message(format, bytes, headerLength, original, content);
  }

  /** As in RabbitMQ, what says nothing of its durability has QoS 1, though it is not durable. */
  private static int qos(CanonicalMessage content) {
    return content.durable() || !content.saysDurability() ? 1 : 0;
  }

  /**
   * The payload; writes the properties that say what it is. As RabbitMQ's documents have it, a
   * value of AMQP 1.0's that can be text is text, and bytes are bytes (RabbitMQ 4 itself sends
   * whatever is no data section in AMQP 1.0's encoding, which hardly an MQTT client understands).
   */
  private static byte[] payload(PropertyWriter out, CanonicalMessage content) {
    Body body = content.body();
    String contentType = content.properties().contentType();
    String text = body instanceof Value value ? text(value.value()) : null;
    byte[] payload;
    if (body instanceof Value value && value.value() instanceof Binary bytes) {
      payload = bytes.bytes();
    } else if (text != null) {
      out.octet(PropertyId.PAYLOAD_FORMAT, 1);
      payload = text.getBytes(UTF_8);
    } else {
      payload = Conversion.bytes(body);
      contentType = Conversion.encoded(body) == null ? contentType : Conversion.AMQP_CONTENT_TYPE;
    }
    if (contentType != null && Texts.isUtf8String(contentType)) {
      out.text(PropertyId.CONTENT_TYPE, contentType);
    }
    return payload;
  }

  private static void write(PropertyWriter out, CanonicalMessage content, ReplyTopics replyTopics) {
    CanonicalMessage.Properties p = content.properties();
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
      annotation(out, entry.getKey(), entry.getValue());
    }
  }

  /** Writes an annotation, if it is one that clients are told of in this way. */
  static void annotation(PropertyWriter out, String name, @Nullable Object value) {
    if (!isInternal(name)) {
      user(out, name, value);
    }
  }

  private static boolean isInternal(String annotation) {
    return INTERNAL.contains(annotation) || annotation.startsWith(INTERNAL_PREFIX);
  }

  private static @Nullable String responseTopic(CanonicalMessage content, ReplyTopics replyTopics) {
    if (content.messageAnnotations().get(Conversion.REPLY_TO_TOPIC) instanceof String key) {
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
  static @Nullable String text(@Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
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
