package io.warrenmq.api.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a {@link Message} are to be read: one per protocol. n formats need n converters,
 * to and from {@link CanonicalMessage}. Stateless, thread-safe.
 */
public interface MessageFormat {
  /** The format's name, part of the stored form; for example {@code amqp091}. Never changes. */
  String name();

  /**
   * The message in canonical form, annotations of the broker included. Never fails: what does not
   * fit is left out.
   */
  CanonicalMessage toCanonical(Message message);

  /**
   * A message of this format with the given content. Routing fields and annotations are taken over
   * from the original.
   *
   * @param original the message that is converted
   * @param content its canonical form
   */
  Message fromCanonical(Message original, CanonicalMessage content);

  /**
   * All application headers, in canonical types, {@link io.warrenmq.api.resource.Arguments#VOID}
   * for one without a value; empty when there are none. Costs their length: asked for once per
   * message by exchanges that route by headers.
   */
  Map<String, Object> headers(Message message);

  /** One application header; {@code null} when absent. */
  default @Nullable Object header(Message message, String name) {
    return headers(message).get(name);
  }

  /** One of the properties that exchanges may hash; {@code null} when absent. */
  @Nullable Object property(Message message, Property property);

  /** Properties that routing may look at. */
  enum Property {
    /** The publisher's identifier of the message. */
    MESSAGE_ID,
    /** The identifier of the request that this answers. */
    CORRELATION_ID,
    /** The publisher's time. */
    TIMESTAMP
  }
}
