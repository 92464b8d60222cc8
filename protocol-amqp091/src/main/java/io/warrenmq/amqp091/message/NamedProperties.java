package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.Message;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties by their names, as {@link BasicFormat} has them. Stateless. */
final class NamedProperties {
  private static final int SHORTSTR_BYTES_MAX = 255;
  private static final int OCTET_MAX = 255;
  // A header goes out in one frame, of the size that is agreed on as a rule, with 20 bytes around.
  private static final int HEADER_BYTES_MAX = 131_072 - 20;

  private NamedProperties() {}

  // ---- taken apart ----

  static Map<String, Object> of(Message message, int deliveryCount) {
    byte[] header = Amqp091Format.INSTANCE.deliveredHeader(message, deliveryCount);
    PropertiesCursor in = new PropertiesCursor();
    in.parse(header, 0, header == message.bytes() ? message.headerLength() : header.length);
    BasicProperties properties = BasicProperties.of(in);
    FieldTable headers = properties.headers();
    Map<String, Object> named = new LinkedHashMap<>();
    put(named, "content_type", properties.contentType());
    put(named, "content_encoding", properties.contentEncoding());
    put(named, "headers", headers == null ? null : FieldValues.map(headers));
    put(named, "delivery_mode", properties.deliveryMode());
    put(named, "priority", properties.priority());
    put(named, "correlation_id", properties.correlationId());
    put(named, "reply_to", properties.replyTo());
    put(named, "expiration", properties.expiration());
    put(named, "message_id", properties.messageId());
    put(named, "timestamp", properties.timestamp());
    put(named, "type", properties.type());
    put(named, "user_id", properties.userId());
    put(named, "app_id", properties.appId());
    put(named, "cluster_id", properties.clusterId());
    return named;
  }

  private static void put(Map<String, Object> named, String name, @Nullable Object value) {
    if (value != null) {
      named.put(name, value);
    }
  }

  // ---- put together ----

  static Message publish(
      Principal publisher,
      long receivedMs,
      String exchange,
      String routingKey,
      Map<String, Object> properties,
      byte[] body) {
    if (routingKey.getBytes(UTF_8).length > SHORTSTR_BYTES_MAX) {
      throw tooLong("routing key");
    }
    byte[] header = encode(properties);
    if (header.length > HEADER_BYTES_MAX) {
      throw new BrokerException(
          ErrorKind.TOO_LARGE, "properties are longer than " + HEADER_BYTES_MAX + " bytes");
    }
    byte[] bytes = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, bytes, header.length, body.length);
    PublishedHeader published = new PublishedHeader();
    try {
      published.read(bytes, header.length);
      published.checkUserId(publisher);
      return published.toMessage(receivedMs, exchange, routingKey);
    } catch (AmqpFault | MalformedFrame e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] encode(Map<String, Object> properties) {
    return BasicProperties.builder()
        .contentType(text(properties, "content_type"))
        .contentEncoding(text(properties, "content_encoding"))
        .headers(headers(properties.get("headers")))
        .deliveryMode(octet(properties, "delivery_mode"))
        .priority(octet(properties, "priority"))
        .correlationId(text(properties, "correlation_id"))
        .replyTo(text(properties, "reply_to"))
        .expiration(text(properties, "expiration"))
        .messageId(text(properties, "message_id"))
        .timestamp(properties.get("timestamp") instanceof Number n ? n.longValue() : null)
        .type(text(properties, "type"))
        .userId(text(properties, "user_id"))
        .appId(text(properties, "app_id"))
        .clusterId(text(properties, "cluster_id"))
        .build()
        .encode();
  }

  private static @Nullable String text(Map<String, Object> properties, String name) {
    if (!(properties.get(name) instanceof String text)) {
      return null;
    }
    if (text.getBytes(UTF_8).length > SHORTSTR_BYTES_MAX) {
      throw tooLong(name);
    }
    return text;
  }

  private static @Nullable Integer octet(Map<String, Object> properties, String name) {
    if (!(properties.get(name) instanceof Number number)) {
      return null;
    }
    long value = number.longValue();
    if (value < 0 || value > OCTET_MAX) {
      throw refused(name + " is " + value + ", and may be 0 to " + OCTET_MAX);
    }
    return (int) value;
  }

  private static @Nullable FieldTable headers(@Nullable Object headers) {
    if (!(headers instanceof Map<?, ?> map)) {
      return null;
    }
    for (Object name : map.keySet()) {
      if (String.valueOf(name).getBytes(UTF_8).length > SHORTSTR_BYTES_MAX) {
        throw tooLong("name of a header");
      }
    }
    return FieldValues.table(map);
  }

  private static BrokerException tooLong(String what) {
    return new BrokerException(
        ErrorKind.TOO_LARGE, what + " is longer than " + SHORTSTR_BYTES_MAX + " bytes");
  }

  private static BrokerException refused(String reason) {
    return new BrokerException(ErrorKind.PRECONDITION_FAILED, reason);
  }
}
