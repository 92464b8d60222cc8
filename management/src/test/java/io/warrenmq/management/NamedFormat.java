package io.warrenmq.management;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A format for tests: the properties are JSON, before the body. Takes no user's name but the
 * publisher's.
 */
final class NamedFormat implements BasicFormat {
  @Override
  public String name() {
    return "amqp091";
  }

  private static JsonObject header(Message message) {
    return Buffer.buffer(message.bytes()).slice(0, message.headerLength()).toJsonObject();
  }

  @Override
  public Map<String, Object> properties(Message message, int deliveryCount) {
    return header(message).getMap();
  }

  @Override
  public Message publish(
      Principal publisher,
      long receivedMs,
      String exchange,
      String routingKey,
      Map<String, Object> properties,
      byte[] body) {
    Object claimed = properties.get("user_id");
    if (claimed != null && !claimed.equals(publisher.name())) {
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, "user_id property is another's");
    }
    Buffer bytes = new JsonObject(properties).toBuffer();
    int header = bytes.length();
    return new Message(
        this,
        bytes.appendBytes(body).getBytes(),
        header,
        false,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        receivedMs,
        exchange,
        routingKey,
        List.of());
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    throw new UnsupportedOperationException("there is no other");
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    throw new UnsupportedOperationException("there is no other");
  }

  @Override
  public Map<String, Object> headers(Message message) {
    return Map.of();
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    return null;
  }
}
