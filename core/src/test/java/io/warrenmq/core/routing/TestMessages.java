package io.warrenmq.core.routing;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages for tests. Their headers are in the format object, as nothing here parses bytes. */
public final class TestMessages {
  private TestMessages() {}

  /** A message without a body, with a routing key and perhaps further ones. */
  public static Message keyed(String exchange, String routingKey, String... extra) {
    return make(exchange, routingKey, List.of(extra), Map.of(), 0, Message.NO_TTL, -1);
  }

  /** A message without a body, with headers. */
  public static Message withHeaders(Map<String, Object> headers) {
    return make("headers", "", List.of(), headers, 0, Message.NO_TTL, -1);
  }

  /** A message of so many bytes. */
  public static Message sized(int bodyBytes) {
    return make("", "key", List.of(), Map.of(), bodyBytes, Message.NO_TTL, -1);
  }

  /** A message around bytes that others may share, as nobody changes them. */
  public static Message around(byte[] bytes, long ttlMs, int priority) {
    return new Message(
        new Format(Map.of()), bytes, 0, false, priority, ttlMs, 0, "", "key", List.of());
  }

  /** A message with a time to live. */
  public static Message expiring(long ttlMs) {
    return make("", "key", List.of(), Map.of(), 0, ttlMs, -1);
  }

  /** A message with a priority. */
  public static Message urgent(int priority) {
    return make("", "key", List.of(), Map.of(), 0, Message.NO_TTL, priority);
  }

  private static Message make(
      String exchange,
      String routingKey,
      List<String> extra,
      Map<String, Object> headers,
      int bodyBytes,
      long ttlMs,
      int priority) {
    return new Message(
        new Format(headers),
        new byte[bodyBytes],
        0,
        false,
        priority,
        ttlMs,
        0,
        exchange,
        routingKey,
        extra);
  }

  private record Format(Map<String, Object> all) implements MessageFormat {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public CanonicalMessage toCanonical(Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      throw new UnsupportedOperationException();
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
}
