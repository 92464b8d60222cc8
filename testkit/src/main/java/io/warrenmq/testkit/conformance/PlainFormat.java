package io.warrenmq.testkit.conformance;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of another protocol than the one under test: bytes, and the headers that the test
 * gives. Immutable.
 *
 * @param all the headers of its messages
 */
record PlainFormat(Map<String, Object> all) implements MessageFormat {
  static final PlainFormat INSTANCE = new PlainFormat(Map.of());

  /** A durable message of this format. */
  Message message(String exchange, String routingKey, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Message(
        this,
        body,
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        exchange,
        routingKey,
        List.of());
  }

  @Override
  public String name() {
    return "conformance";
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return new CanonicalMessage(
        true,
        message.priority(),
        message.ttlMs(),
        Map.of(),
        CanonicalMessage.Properties.NONE,
        Map.copyOf(all),
        new CanonicalMessage.Data(List.of(new Binary(message.bytes()))));
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return Conversion.message(this, Conversion.bytes(content.body()), 0, original, content);
  }

  @Override
  public Map<String, Object> headers(Message message) {
    return all;
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return null;
  }
}
