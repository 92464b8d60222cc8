package io.warrenmq.amqp10.message;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as AMQP 1.0 publishers send them: all sections as they came, of which those before the
 * body count as the header. Stateless, thread-safe.
 */
public final class Amqp10Format implements MessageFormat {
  /** The one instance. */
  public static final Amqp10Format INSTANCE = new Amqp10Format();

  private Amqp10Format() {}

  @Override
  public String name() {
    return "amqp10";
  }

  @Override
  public CanonicalMessage toCanonical(Message message) {
    return ToCanonical.convert(message);
  }

  /**
   * The canonical form of a message for a node of the broker's own, which looks into an amqp-value
   * of any type.
   *
   * @throws DecodeFault when the value is none
   */
  public CanonicalMessage toCanonicalWithValue(Message message) {
    CanonicalMessage content = toCanonical(message);
    if (!(content.body() instanceof CanonicalMessage.Encoded body)) {
      return content;
    }
    byte[] bytes = body.sections().bytes();
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    if (reader.readDescriptorCode() != Section.VALUE) {
      return content;
    }
    return new CanonicalMessage(
        content.durable(),
        content.priority(),
        content.ttlMs(),
        content.messageAnnotations(),
        content.properties(),
        content.applicationProperties(),
        new CanonicalMessage.Value(reader.read(), body.sections()));
  }

  @Override
  public Message fromCanonical(Message original, CanonicalMessage content) {
    return FromCanonical.convert(original, content);
  }

  /**
   * The application properties, and the message annotations: as in RabbitMQ those that are single
   * values, and symbols as text.
   */
  @Override
  public Map<String, Object> headers(Message message) {
    StoredMessage stored = new StoredMessage(message);
    Map<String, Object> headers = new LinkedHashMap<>();
    putSingle(headers, stored.map(Section.APPLICATION_PROPERTIES));
    putSingle(headers, stored.map(Section.MESSAGE_ANNOTATIONS));
    Map<String, Object> added = added(message.annotations());
    headers.keySet().removeAll(added.keySet());
    putSingle(headers, added);
    return headers;
  }

  private static void putSingle(
      Map<String, Object> headers, Map<String, ? extends @Nullable Object> values) {
    values.forEach(
        (name, value) -> {
          if (isSingle(value)) {
            headers.put(name, header(value));
          }
        });
  }

  private static Object header(@Nullable Object value) {
    if (value instanceof Symbol symbol) {
      return symbol.text();
    }
    return value == null ? Arguments.VOID : value;
  }

  private static boolean isSingle(@Nullable Object value) {
    return !(value instanceof List<?> || value instanceof Map<?, ?>);
  }

  /** What was added on the way, but for the death history, in which no exchange looks. */
  private static Map<String, Object> added(Annotations annotations) {
    if (annotations.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> added = new LinkedHashMap<>(DeathHistory.firstAndLast(annotations));
    added.putAll(annotations.values());
    return added;
  }

  @Override
  public @Nullable Object header(Message message, String name) {
    Object added = added(message.annotations()).get(name);
    if (added != null) {
      return isSingle(added) ? header(added) : null;
    }
    StoredMessage stored = new StoredMessage(message);
    Object value = stored.find(Section.MESSAGE_ANNOTATIONS, name);
    if (StoredMessage.isAbsent(value)) {
      value = stored.find(Section.APPLICATION_PROPERTIES, name);
    }
    return StoredMessage.isAbsent(value) || !isSingle(value) ? null : header(value);
  }

  @Override
  public @Nullable Object property(Message message, Property property) {
    StoredMessage stored = new StoredMessage(message);
    if (property == Property.TYPE) {
      Object type = stored.find(Section.MESSAGE_ANNOTATIONS, "x-basic-type");
      return StoredMessage.isAbsent(type) ? null : type;
    }
    return ToCanonical.property(stored, property);
  }
}
