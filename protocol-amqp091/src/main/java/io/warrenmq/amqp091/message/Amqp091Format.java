package io.warrenmq.amqp091.message;

import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Timestamp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as AMQP 0-9-1 publishers send them: property flags and property list as header, the body
 * as it is. Stateless, thread-safe.
 */
public final class Amqp091Format implements BasicFormat {
  /** The one instance. */
  public static final Amqp091Format INSTANCE = new Amqp091Format();

  /** The type of messages whose body is in AMQP 1.0's types, as it is not one of bytes. */
  static final String AMQP10_TYPE = "amqp-1.0";

  private static final String DELIVERY_COUNT = "x-delivery-count";

  private Amqp091Format() {}

  @Override
  public String name() {
    return "amqp091";
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return ToCanonical.convert(message);
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return FromCanonical.convert(original, content);
  }

  @Override
  public Map<String, Object> headers(Message message) {
    FieldTable table = properties(message).headers();
    Map<String, Object> added = DeathHeaders.of(message.annotations());
    if (table == null) {
      return added;
    }
    Map<String, Object> headers = FieldValues.map(table);
    headers.putAll(added);
    return headers;
  }

  @Override
  public @Nullable Object header(Message message, String name) {
    Annotations added = message.annotations();
    Object value = added.isEmpty() ? null : DeathHeaders.of(added).get(name);
    return value != null ? value : StoredProperties.header(message.bytes(), name);
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    byte[] bytes = message.bytes();
    return switch (property) {
      case MESSAGE_ID -> StoredProperties.string(bytes, PropertiesCursor.MESSAGE_ID);
      case CORRELATION_ID -> StoredProperties.string(bytes, PropertiesCursor.CORRELATION_ID);
      case USER_ID -> StoredProperties.string(bytes, PropertiesCursor.USER_ID);
      case REPLY_TO ->
          ReplyAddresses.toCanonical(StoredProperties.string(bytes, PropertiesCursor.REPLY_TO));
      case CONTENT_TYPE -> StoredProperties.string(bytes, PropertiesCursor.CONTENT_TYPE);
      case CONTENT_ENCODING -> StoredProperties.string(bytes, PropertiesCursor.CONTENT_ENCODING);
      case GROUP_ID -> StoredProperties.string(bytes, PropertiesCursor.APP_ID);
      case TYPE -> StoredProperties.string(bytes, PropertiesCursor.TYPE);
      case TIMESTAMP -> {
        Timestamp added = timestamp(message.annotations());
        yield added != null ? added : StoredProperties.timestamp(bytes);
      }
      case TO, SUBJECT, EXPIRY_TIME, GROUP_SEQUENCE, REPLY_TO_GROUP_ID -> null;
    };
  }

  @Override
  public Map<String, Object> properties(Message message, int deliveryCount) {
    return NamedProperties.of(message, deliveryCount);
  }

  @Override
  public Message publish(
      Principal publisher,
      long receivedMs,
      String exchange,
      String routingKey,
      Map<String, Object> properties,
      byte[] body) {
    return NamedProperties.publish(publisher, receivedMs, exchange, routingKey, properties, body);
  }

  /** The timestamp that the broker has given it; {@code null}: none. */
  private static @Nullable Timestamp timestamp(Annotations added) {
    return added.values().get(Annotations.BASIC_TIMESTAMP) instanceof Timestamp timestamp
        ? timestamp
        : null;
  }

  static PropertiesCursor properties(Message message) {
    PropertiesCursor properties = new PropertiesCursor();
    properties.parse(message.bytes(), 0, message.headerLength());
    return properties;
  }

  /**
   * The header with which a message of this format is delivered: as it came, or with what the
   * broker has added.
   *
   * @param deliveryCount how often it was returned as failed; 0 and −1 are not shown
   * @return {@code message.bytes()} itself, which begin with the header, when nothing was added;
   *     else the header alone
   */
  public byte[] deliveredHeader(Message message, int deliveryCount) {
    Annotations annotations = message.annotations();
    if (deliveryCount <= 0 && annotations.isEmpty()) {
      return message.bytes();
    }
    Map<String, Object> added = DeathHeaders.of(annotations);
    if (deliveryCount > 0) {
      added.put(DELIVERY_COUNT, (long) deliveryCount);
    }
    return new HeaderRewrite(message.bytes(), message.headerLength())
        .write(added, timestamp(annotations), annotations.ttlRemoved());
  }
}
