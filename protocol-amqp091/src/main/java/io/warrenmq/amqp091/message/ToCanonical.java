package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * AMQP 0-9-1 to the canonical form, as RabbitMQ converts to AMQP 1.0: {@code x-} headers become
 * annotations, other scalar headers application properties, other nested ones are left out.
 */
final class ToCanonical {
  private static final int TEXT_BYTES_MAX = 255; // longer strings count as binary

  private final Message message;
  private final PropertiesCursor properties;
  private final Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> applicationProperties = new LinkedHashMap<>();

  private ToCanonical(Message message) {
    this.message = message;
    this.properties = Amqp091Format.properties(message);
  }

  static CanonicalMessage convert(Message message) {
    return new ToCanonical(message).convert();
  }

  private CanonicalMessage convert() {
    takeHeaders();
    String type = properties.string(PropertiesCursor.TYPE);
    if (type != null) {
      annotations.put("x-basic-type", type);
    }
    takeBrokerAnnotations(message.annotations());
    Binary body =
        new Binary(
            Arrays.copyOfRange(message.bytes(), message.headerLength(), message.bytes().length));
    return new CanonicalMessage(
        message.isDurable(),
        message.priority(),
        message.annotations().ttlRemoved() ? -1 : message.ttlMs(),
        annotations,
        canonicalProperties(),
        applicationProperties,
        Amqp091Format.AMQP10_TYPE.equals(type) ? new Encoded(body) : new Data(List.of(body)));
  }

  private Properties canonicalProperties() {
    String userId = properties.string(PropertiesCursor.USER_ID);
    return new Properties(
        id(properties.string(PropertiesCursor.MESSAGE_ID)),
        userId == null ? null : new Binary(userId.getBytes(UTF_8)),
        null,
        null,
        ReplyAddresses.toCanonical(properties.string(PropertiesCursor.REPLY_TO)),
        id(properties.string(PropertiesCursor.CORRELATION_ID)),
        properties.string(PropertiesCursor.CONTENT_TYPE),
        properties.string(PropertiesCursor.CONTENT_ENCODING),
        null,
        properties.has(PropertiesCursor.TIMESTAMP)
            ? new Timestamp(properties.timestamp() * 1000)
            : null,
        properties.string(PropertiesCursor.APP_ID),
        null,
        null);
  }

  private static @Nullable Object id(@Nullable String id) {
    UUID uuid = id == null ? null : Conversion.uuidOfUrn(id);
    return uuid == null ? id : uuid;
  }

  private void takeHeaders() {
    FieldTable headers = properties.headers();
    if (headers == null) {
      return;
    }
    FieldValues.map(headers)
        .forEach(
            (name, value) -> {
              Object canonical = value(value, name.startsWith("x-"));
              if (name.startsWith("x-")) {
                annotations.put(name, canonical);
              } else if (name.equals("CC") && canonical instanceof List<?>) {
                annotations.put("x-cc", canonical);
              } else if (!(canonical instanceof List<?> || canonical instanceof Map<?, ?>)) {
                applicationProperties.put(name, canonical);
              }
            });
  }

  /**
   * The value where void is null, and what is too long to be text is binary. Maps of annotations
   * have symbols as keys.
   */
  private static @Nullable Object value(@Nullable Object value, boolean annotation) {
    if (value == Arguments.VOID) {
      return null;
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      return utf8.length > TEXT_BYTES_MAX ? new Binary(utf8) : text;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>(list.size());
      for (Object each : list) {
        values.add(value(each, annotation));
      }
      return values;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach(
          (key, each) ->
              values.put(
                  annotation ? new Symbol(String.valueOf(key)) : key, value(each, annotation)));
      return values;
    }
    return value;
  }

  private void takeBrokerAnnotations(Annotations added) {
    if (!added.deaths().isEmpty()) {
      annotations.remove("x-death");
    }
    annotations.putAll(DeathHistory.annotations(added));
  }
}
