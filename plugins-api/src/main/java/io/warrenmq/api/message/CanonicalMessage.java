package io.warrenmq.api.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message in AMQP 1.0's sections and types: the one form that every format converts to and from.
 * Made lazily, when a message leaves in another format than it came in, and for reading headers in
 * the broker.
 *
 * <p>Values are: {@code null}, Boolean, Byte, Short, Integer, Long (signed), {@link Unsigned},
 * Float, Double, Character, {@link java.math.BigDecimal} (decimal), {@link Timestamp}, {@link
 * java.util.UUID}, {@link Binary}, String (utf8), {@link Symbol}, {@link List} (list and array),
 * {@link Map} (map). Immutable by agreement: nobody changes a collection after it was handed over.
 *
 * @param durable header: whether it must survive a restart
 * @param saysDurability whether its publisher said so; of AMQP 1.0 it need not
 * @param priority header: 0 to 255, or −1 when absent
 * @param ttlMs header: time to live in ms, or −1 when absent
 * @param messageAnnotations annotations by their symbol key, {@code x-…}
 * @param properties the immutable properties
 * @param applicationProperties by name; values are scalars
 * @param body the body
 */
public record CanonicalMessage(
    boolean durable,
    boolean saysDurability,
    int priority,
    long ttlMs,
    Map<String, @Nullable Object> messageAnnotations,
    Properties properties,
    Map<String, @Nullable Object> applicationProperties,
    Body body) {
  /** A message whose publisher has said whether it must survive a restart. */
  public CanonicalMessage(
      boolean durable,
      int priority,
      long ttlMs,
      Map<String, @Nullable Object> messageAnnotations,
      Properties properties,
      Map<String, @Nullable Object> applicationProperties,
      Body body) {
    this(
        durable,
        true,
        priority,
        ttlMs,
        messageAnnotations,
        properties,
        applicationProperties,
        body);
  }

  /**
   * AMQP 1.0 §3.2.4, all nullable.
   *
   * @param messageId ulong, uuid, binary or string
   * @param userId binary
   * @param to address
   * @param subject text
   * @param replyTo address
   * @param correlationId ulong, uuid, binary or string
   * @param contentType symbol's text
   * @param contentEncoding symbol's text
   * @param absoluteExpiryTime time
   * @param creationTime time
   * @param groupId text
   * @param groupSequence uint
   * @param replyToGroupId text
   */
  public record Properties(
      @Nullable Object messageId,
      @Nullable Binary userId,
      @Nullable String to,
      @Nullable String subject,
      @Nullable String replyTo,
      @Nullable Object correlationId,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable Timestamp absoluteExpiryTime,
      @Nullable Timestamp creationTime,
      @Nullable String groupId,
      @Nullable Long groupSequence,
      @Nullable String replyToGroupId) {
    /** All absent. */
    public static final Properties NONE =
        new Properties(
            null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The body. Of AMQP 1.0's three kinds, other protocols understand the first one. */
  public sealed interface Body {}

  /**
   * One or more data sections.
   *
   * @param sections each a run of bytes
   */
  public record Data(List<Binary> sections) implements Body {}

  /**
   * One amqp-value section with a single value: anything but a list, an array or a map.
   *
   * @param value the value
   * @param encoded the section, and what follows it, as AMQP 1.0 writes them; {@code null} for text
   *     that comes from a protocol without types of its own, where the bytes of the text are the
   *     body
   */
  public record Value(@Nullable Object value, @Nullable Binary encoded) implements Body {}

  /**
   * Any other body: an amqp-value section of other values, or amqp-sequence sections.
   *
   * @param sections they, and what follows them, as AMQP 1.0 writes them; nobody has looked at them
   *     yet when another protocol's publisher says that this is what they are
   */
  public record Encoded(Binary sections) implements Body {}
}
