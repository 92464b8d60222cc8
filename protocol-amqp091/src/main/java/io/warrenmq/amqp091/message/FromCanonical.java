package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Unsigned;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form to AMQP 0-9-1, as RabbitMQ converts from AMQP 1.0. What does not fit into a
 * short string, or has no place, is left out; an identifier that is too long moves into a header.
 */
final class FromCanonical {
  private static final int SHORTSTR_BYTES_MAX = 255;
  // Of the broker, and told otherwise: by properties, by the method, by x-death.
  private static final Set<String> INTERNAL = Set.of("x-exchange", "x-routing-key", "x-opt-deaths");
  private static final String INTERNAL_PREFIX = "x-basic-";

  private final Message original;
  private final CanonicalMessage content;
  private final FieldTable.Builder headers = FieldTable.builder();

  private FromCanonical(Message original, CanonicalMessage content) {
    this.original = original;
    this.content = content;
  }

  static Message convert(Message original, CanonicalMessage content) {
    byte[] header = new FromCanonical(original, content).properties().encode();
    byte[] body = Conversion.bytes(content.body());
    byte[] bytes = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, bytes, header.length, body.length);
    return Conversion.message(Amqp091Format.INSTANCE, bytes, header.length, original, content);
  }

  private BasicProperties properties() {
    CanonicalMessage.Properties p = content.properties();
    takeHeaders();
    String messageId = id(p.messageId(), "x-message-id");
    String correlationId = id(correlationId(p), "x-correlation-id");
    FieldTable table = headers.build();
    return BasicProperties.builder()
        .contentType(shortstr(p.contentType()))
        .contentEncoding(shortstr(p.contentEncoding()))
        .headers(table.isEmpty() ? null : table)
        .deliveryMode(content.durable() ? 2 : 1)
        .priority(content.priority() < 0 ? null : Integer.valueOf(content.priority()))
        .correlationId(correlationId)
        .replyTo(shortstr(replyTo(p.replyTo())))
        .expiration(content.ttlMs() < 0 ? null : Long.toString(content.ttlMs()))
        .messageId(messageId)
        .timestamp(
            p.creationTime() == null
                ? null
                : Long.valueOf(Math.floorDiv(p.creationTime().epochMs(), 1000L)))
        .type(type())
        .userId(p.userId() == null ? null : text(p.userId()))
        .appId(shortstr(p.groupId()))
        .build();
  }

  /** An address that a header tells is no queue's, and an answer to it would get lost. */
  private @Nullable String replyTo(@Nullable String address) {
    String name = ReplyAddresses.fromCanonical(address);
    boolean isTold =
        content.messageAnnotations().containsKey(Conversion.REPLY_TO_TOPIC)
            && Objects.equals(name, address);
    return isTold ? null : name;
  }

  /** Whether an annotation is told otherwise than by a header. */
  static boolean isInternal(String annotation) {
    return annotation.startsWith(INTERNAL_PREFIX) || INTERNAL.contains(annotation);
  }

  private @Nullable String type() {
    if (Conversion.encoded(content.body()) != null) {
      return Amqp091Format.AMQP10_TYPE;
    }
    return content.messageAnnotations().get("x-basic-type") instanceof String type
        ? shortstr(type)
        : null;
  }

  /** Where bytes can be text too, the message's own format says whether they are. */
  private @Nullable Object correlationId(CanonicalMessage.Properties p) {
    return p.correlationId() instanceof Binary
            && original.format().property(original, Property.CORRELATION_ID) instanceof String text
        ? text
        : p.correlationId();
  }

  private void takeHeaders() {
    for (Map.Entry<String, @Nullable Object> entry : content.applicationProperties().entrySet()) {
      FieldValues.put(headers, entry.getKey(), entry.getValue());
    }
    for (Map.Entry<String, @Nullable Object> entry : content.messageAnnotations().entrySet()) {
      String name = entry.getKey();
      if (name.equals("x-cc")) {
        FieldValues.put(headers, "CC", entry.getValue());
      } else if (name.startsWith("x-") && !isInternal(name)) {
        FieldValues.put(headers, name, entry.getValue());
      }
    }
  }

  /** An identifier as short string; one that does not fit goes into a header. */
  private @Nullable String id(@Nullable Object id, String header) {
    if (id instanceof UUID uuid) {
      return "urn:uuid:" + uuid;
    } else if (id instanceof Unsigned number) {
      return number.toString();
    } else if (id instanceof String text && shortstr(text) != null) {
      return text;
    } else if (id != null) {
      FieldValues.put(headers, header, id);
    }
    return null;
  }

  private static @Nullable String shortstr(@Nullable String text) {
    return text == null || text.getBytes(UTF_8).length > SHORTSTR_BYTES_MAX ? null : text;
  }

  private static @Nullable String text(Binary bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.bytes())).toString();
      return text.indexOf('\0') < 0 ? shortstr(text) : null;
    } catch (CharacterCodingException e) {
      return null; // what does not fit is left out
    }
  }
}
