package io.warrenmq.api.message;

import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a {@link Message} are to be read: one per protocol. n formats need n converters, to and from {@link
 * CanonicalMessage}. Stateless, thread-safe.
 */
public interface MessageFormat {
  /** The format's name, part of the stored form; for example {@code amqp091}. Never changes. */
  String name();

  /** The message in canonical form, annotations of the broker included. Never fails: what does not fit is left out. */
  CanonicalMessage toCanonical(Message message);

  /**
   * A message of this format with the given content. Routing fields and annotations are taken over from the original.
   *
   * @param original the message that is converted
   * @param content its canonical form
   */
  Message fromCanonical(Message original, CanonicalMessage content);

  /**
   * One application header in canonical type, for exchanges that route by headers; {@code null} when absent, {@link
   * io.warrenmq.api.resource.Arguments#VOID} for a header without a value. Looks at the bytes, so it costs their length.
   */
  @Nullable Object header(Message message, String name);

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
