package io.warrenmq.stomp.message;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.destination.Destinations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came by STOMP, of any version: a {@link SendHeader}, then the body as it was sent.
 * Stateless, thread-safe.
 */
public final class StompFormat implements MessageFormat {
  /** Its name in what is stored. */
  public static final String NAME = "stomp";

  private final Destinations destinations;

  /**
   * The format of a broker.
   *
   * @param destinations what destinations are to other protocols
   */
  public StompFormat(Destinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** What destinations are to other protocols. */
  public Destinations destinations() {
    return destinations;
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return ToCanonical.convert(message, destinations);
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return FromCanonical.convert(this, original, content, destinations);
  }

  /** The application's headers, all of them text, and what was added on the way. */
  @Override
  public Map<String, Object> headers(Message message) {
    Map<String, Object> headers = new LinkedHashMap<>();
    LineCursor lines = LineCursor.of(message);
    while (lines.next()) {
      if (!isProperty(lines.header())) {
        headers.put(lines.name(), lines.value());
      }
    }
    Annotations added = message.annotations();
    if (!added.isEmpty()) {
      headers.putAll(DeathHistory.firstAndLast(added));
      added.values().forEach((key, value) -> headers.put(key, text(value)));
    }
    return headers;
  }

  private static boolean isProperty(@Nullable Header header) {
    return header != null && header.isProperty();
  }

  @Override
  public @Nullable Object header(Message message, String name) {
    Annotations added = message.annotations();
    if (!added.isEmpty()) {
      Object value = added.values().get(name);
      value = value != null ? value : DeathHistory.firstAndLast(added).get(name);
      if (value != null) {
        return text(value);
      }
    }
    if (isProperty(Header.of(name))) {
      return null;
    }
    LineCursor lines = LineCursor.of(message);
    while (lines.next()) {
      if (lines.isNamed(name)) {
        return lines.value();
      }
    }
    return null;
  }

  /** A symbol as text, which exchanges and filters compare with. */
  private static Object text(Object value) {
    return value instanceof Symbol symbol ? symbol.text() : value;
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return switch (property) {
      case MESSAGE_ID -> value(message, Header.AMQP_MESSAGE_ID);
      case CORRELATION_ID -> value(message, Header.CORRELATION_ID);
      case USER_ID -> value(message, Header.USER_ID);
      case REPLY_TO -> {
        String replyTo = value(message, Header.REPLY_TO);
        yield replyTo == null ? null : destinations.address(replyTo);
      }
      case CONTENT_TYPE -> value(message, Header.CONTENT_TYPE);
      case CONTENT_ENCODING -> value(message, Header.CONTENT_ENCODING);
      case GROUP_ID -> value(message, Header.APP_ID);
      case TYPE -> value(message, Header.TYPE);
      case TIMESTAMP -> {
        LineCursor lines = LineCursor.of(message);
        Long seconds = lines.find(Header.TIMESTAMP) ? lines.number() : null;
        yield seconds == null ? null : new Timestamp(seconds * 1000);
      }
      case TO, SUBJECT, EXPIRY_TIME, GROUP_SEQUENCE, REPLY_TO_GROUP_ID -> null;
    };
  }

  private static @Nullable String value(Message message, Header header) {
    LineCursor lines = LineCursor.of(message);
    return lines.find(header) ? lines.value() : null;
  }
}
