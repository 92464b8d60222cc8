package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.destination.Destinations;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * STOMP to the canonical form, as RabbitMQ, for which STOMP is another face of AMQP 0-9-1, converts
 * that to AMQP 1.0: headers whose names begin with {@code x-} become annotations, others
 * application properties.
 */
final class ToCanonical {
  /** The type of messages whose body is in AMQP 1.0's types, as it is not one of bytes. */
  static final String AMQP10_TYPE = "amqp-1.0";

  /** The annotation with the property {@code type}. */
  static final String TYPE = "x-basic-type";

  private final Destinations destinations;
  private final Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> applicationProperties = new LinkedHashMap<>();
  private final Map<Header, String> properties = new EnumMap<>(Header.class);
  private @Nullable Timestamp timestamp;

  private ToCanonical(Destinations destinations) {
    this.destinations = destinations;
  }

  static CanonicalMessage convert(Message message, Destinations destinations) {
    return new ToCanonical(destinations).convert(message);
  }

  private CanonicalMessage convert(Message message) {
    LineCursor lines = LineCursor.of(message);
    while (lines.next()) {
      take(lines);
    }
    String type = properties.get(Header.TYPE);
    if (type != null) {
      annotations.put(TYPE, type);
    }
    annotations.putAll(DeathHistory.annotations(message.annotations()));
    Binary body =
        new Binary(
            Arrays.copyOfRange(message.bytes(), message.headerLength(), message.bytes().length));
    return new CanonicalMessage(
        message.isDurable(),
        message.priority(),
        message.annotations().ttlRemoved() ? -1 : message.ttlMs(),
        annotations,
        properties(),
        applicationProperties,
        AMQP10_TYPE.equals(type) ? new Encoded(body) : new Data(List.of(body)));
  }

  private void take(LineCursor line) {
    Header header = line.header();
    if (header == Header.TIMESTAMP) {
      Long seconds = line.number();
      timestamp = seconds == null ? null : new Timestamp(seconds * 1000);
    } else if (header != null && header.isProperty()) {
      properties.put(header, line.value());
    } else {
      String name = line.name();
      // A symbol, which annotations are named by, is ASCII.
      boolean isAnnotation = name.startsWith("x-") && US_ASCII.newEncoder().canEncode(name);
      (isAnnotation ? annotations : applicationProperties).put(name, line.value());
    }
  }

  private Properties properties() {
    String userId = properties.get(Header.USER_ID);
    String replyTo = properties.get(Header.REPLY_TO);
    return new Properties(
        id(properties.get(Header.AMQP_MESSAGE_ID)),
        userId == null ? null : new Binary(userId.getBytes(UTF_8)),
        null,
        null,
        replyTo == null ? null : destinations.address(replyTo),
        id(properties.get(Header.CORRELATION_ID)),
        properties.get(Header.CONTENT_TYPE),
        properties.get(Header.CONTENT_ENCODING),
        null,
        timestamp,
        properties.get(Header.APP_ID),
        null,
        null);
  }

  private static @Nullable Object id(@Nullable String id) {
    UUID uuid = id == null ? null : Conversion.uuidOfUrn(id);
    return uuid == null ? id : uuid;
  }
}
