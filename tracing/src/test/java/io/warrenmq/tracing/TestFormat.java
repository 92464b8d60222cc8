package io.warrenmq.tracing;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages with the headers and the id that a test gives them. */
record TestFormat(Map<String, Object> given, @Nullable Object id) implements MessageFormat {
  static Message message(Map<String, Object> headers) {
    return message(headers, null, "x", "key");
  }

  static Message message(
      Map<String, Object> headers, @Nullable Object id, String exchange, String key) {
    byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
    return new Message(
        new TestFormat(headers, id),
        body,
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        exchange,
        key,
        List.of());
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Map<String, Object> headers(Message message) {
    Map<String, Object> headers = new HashMap<>(given);
    headers.putAll(message.annotations().values());
    return headers;
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return property == Property.MESSAGE_ID ? id : null;
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    throw new UnsupportedOperationException();
  }
}
