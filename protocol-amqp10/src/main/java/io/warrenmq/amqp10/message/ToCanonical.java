package io.warrenmq.amqp10.message;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * AMQP 1.0 to the canonical form, whose sections are the same. What is said of the delivery (in
 * delivery-annotations) and a footer, whose meaning is agreed upon by who sends and receives, are
 * left out. A field of another type than it must have counts as absent.
 */
final class ToCanonical {
  private ToCanonical() {}

  static CanonicalMessage convert(Message message) {
    StoredMessage stored = new StoredMessage(message);
    Map<String, @Nullable Object> annotations = stored.map(Section.MESSAGE_ANNOTATIONS);
    annotations.putAll(DeathHistory.annotations(message.annotations()));
    return new CanonicalMessage(
        message.isDurable(),
        get(stored.list(Section.HEADER), 0) != null,
        message.priority(),
        message.annotations().ttlRemoved() ? -1 : message.ttlMs(),
        annotations,
        properties(stored.list(Section.PROPERTIES)),
        stored.map(Section.APPLICATION_PROPERTIES),
        stored.body());
  }

  /** §3.2.4. */
  static Properties properties(List<?> fields) {
    return new Properties(
        id(get(fields, 0)),
        as(Binary.class, get(fields, 1)),
        as(String.class, get(fields, 2)),
        as(String.class, get(fields, 3)),
        as(String.class, get(fields, 4)),
        id(get(fields, 5)),
        symbol(get(fields, 6)),
        symbol(get(fields, 7)),
        as(Timestamp.class, get(fields, 8)),
        as(Timestamp.class, get(fields, 9)),
        as(String.class, get(fields, 10)),
        get(fields, 11) instanceof Unsigned number ? number.bits() : null,
        as(String.class, get(fields, 12)));
  }

  private static @Nullable Object get(List<?> fields, int index) {
    return index < fields.size() ? fields.get(index) : null;
  }

  private static <T> @Nullable T as(Class<T> type, @Nullable Object value) {
    return type.isInstance(value) ? type.cast(value) : null;
  }

  private static @Nullable Object id(@Nullable Object value) {
    boolean isId =
        value instanceof String
            || value instanceof UUID
            || value instanceof Binary
            || value instanceof Unsigned;
    return isId ? value : null;
  }

  /** Text is taken too, as some clients send it. */
  private static @Nullable String symbol(@Nullable Object value) {
    return value instanceof Symbol || value instanceof String ? value.toString() : null;
  }
}
