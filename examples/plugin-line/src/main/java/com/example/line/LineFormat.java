package com.example.line;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line's text and nothing else: no headers but what the broker adds, no properties. All messages
 * that clients of the line protocol publish are durable. Stateless.
 */
final class LineFormat implements MessageFormat {
  static final LineFormat INSTANCE = new LineFormat();

  private LineFormat() {}

  /** A message as it is published. */
  static Message message(byte[] text, String exchange, String routingKey, long nowMs) {
    return new Message(
        INSTANCE,
        text,
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        nowMs,
        exchange,
        routingKey,
        List.of());
  }

  @Override
  public String name() {
    return "line";
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return new CanonicalMessage(
        message.isDurable(),
        message.priority(),
        message.ttlMs(),
        new LinkedHashMap<>(DeathHistory.annotations(message.annotations())),
        Properties.NONE,
        Map.of(),
        new Data(List.of(new Binary(message.bytes()))));
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return Conversion.message(this, Conversion.bytes(content.body()), 0, original, content);
  }

  @Override
  public Map<String, Object> headers(Message message) {
    Map<String, Object> headers = new LinkedHashMap<>(message.annotations().values());
    headers.putAll(DeathHistory.firstAndLast(message.annotations()));
    return headers;
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return null;
  }
}
