package io.warrenmq.amqp10.message;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
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
        sequence(get(fields, 11)),
        as(String.class, get(fields, 12)));
  }

  /** One of them, for which the others are passed over; none for a type that is no field. */
  static @Nullable Object property(StoredMessage stored, Property property) {
    return switch (property) {
      case MESSAGE_ID -> id(field(stored, 0));
      case USER_ID -> as(Binary.class, field(stored, 1));
      case TO -> as(String.class, field(stored, 2));
      case SUBJECT -> as(String.class, field(stored, 3));
      case REPLY_TO -> as(String.class, field(stored, 4));
      case CORRELATION_ID -> id(field(stored, 5));
      case CONTENT_TYPE -> symbol(field(stored, 6));
      case CONTENT_ENCODING -> symbol(field(stored, 7));
      case EXPIRY_TIME -> as(Timestamp.class, field(stored, 8));
      case TIMESTAMP -> as(Timestamp.class, field(stored, 9));
      case GROUP_ID -> as(String.class, field(stored, 10));
      case GROUP_SEQUENCE -> sequence(field(stored, 11));
      case REPLY_TO_GROUP_ID -> as(String.class, field(stored, 12));
      case TYPE -> null;
    };
  }

  private static @Nullable Object field(StoredMessage stored, int index) {
    return stored.field(Section.PROPERTIES, index);
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

  private static @Nullable Long sequence(@Nullable Object value) {
    return value instanceof Unsigned number ? Long.valueOf(number.bits()) : null;
  }

  /** Text is taken too, as some clients send it. */
  private static @Nullable String symbol(@Nullable Object value) {
    return value instanceof Symbol || value instanceof String ? value.toString() : null;
  }
}
