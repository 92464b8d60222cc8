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

  /** The message in this format: itself, or converted. */
  default Message own(Message message) {
    MessageFormat format = message.format();
    return format == this ? message : fromCanonical(message, format.toCanonical(message));
  }

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

  /**
   * One of the properties, in canonical type, as {@link #toCanonical} has it but for identifiers,
   * which are as the publisher wrote them; {@code null} when absent. Does not make the whole
   * canonical form.
   */
  @Nullable Object property(Message message, Property property);

  /** Properties that routing and filters may look at. Those of AMQP 1.0, and one more. */
  enum Property {
    /** The publisher's identifier of the message: ulong, uuid, binary or text. */
    MESSAGE_ID,
    /** Who has published it: binary, or text where the protocol has text. */
    USER_ID,
    /** The address it was sent to: text. */
    TO,
    /** What it is about: text. */
    SUBJECT,
    /** The address for the answer: text. */
    REPLY_TO,
    /** The identifier of the request that this answers: ulong, uuid, binary or text. */
    CORRELATION_ID,
    /** What the body is: text. */
    CONTENT_TYPE,
    /** How the body was packed: text. */
    CONTENT_ENCODING,
    /** When it is of no more use: time. */
    EXPIRY_TIME,
    /** The publisher's time. */
    TIMESTAMP,
    /** The group it belongs to: text. */
    GROUP_ID,
    /** Its place in the group: a whole number. */
    GROUP_SEQUENCE,
    /** The group of the answer: text. */
    REPLY_TO_GROUP_ID,
    /**
     * The application's name for this kind of message: text. What AMQP 0-9-1 calls {@code type};
     * AMQP 1.0 has it as the annotation {@code x-basic-type}.
     */
    TYPE
  }
}
