package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.Shortstr;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The properties of class basic, decoded. What only passes content on, or needs a field or two of
 * it, should rather use {@link PropertiesCursor}. Null is an absent property. Strings are at most
 * 255 octets of UTF-8. Immutable.
 *
 * @param deliveryMode 0..255; 2 is persistent
 * @param priority 0..255
 * @param expiration milliseconds in decimal digits, as the client wrote it
 * @param timestamp seconds since 1970, unsigned
 */
public record BasicProperties(
    @Nullable String contentType,
    @Nullable String contentEncoding,
    @Nullable FieldTable headers,
    @Nullable Integer deliveryMode,
    @Nullable Integer priority,
    @Nullable String correlationId,
    @Nullable String replyTo,
    @Nullable String expiration,
    @Nullable String messageId,
    @Nullable Long timestamp,
    @Nullable String type,
    @Nullable String userId,
    @Nullable String appId,
    @Nullable String clusterId) {

  public static final BasicProperties EMPTY = builder().build();

  /**
   * Decodes {@code length} octets of property flags and list from {@code offset} on.
   *
   * @throws io.warrenmq.amqp091.wire.MalformedFrame SYNTAX_ERROR when {@link
   *     PropertiesCursor#parse} refuses them
   */
  public static BasicProperties decode(byte[] bytes, int offset, int length) {
    PropertiesCursor cursor = new PropertiesCursor();
    cursor.parse(bytes, offset, length);
    return of(cursor);
  }

  /** All that the cursor has found. */
  public static BasicProperties of(PropertiesCursor in) {
    return new BasicProperties(
        in.string(PropertiesCursor.CONTENT_TYPE),
        in.string(PropertiesCursor.CONTENT_ENCODING),
        in.headers(),
        in.has(PropertiesCursor.DELIVERY_MODE) ? in.deliveryMode() : null,
        in.has(PropertiesCursor.PRIORITY) ? in.priority() : null,
        in.string(PropertiesCursor.CORRELATION_ID),
        in.string(PropertiesCursor.REPLY_TO),
        in.string(PropertiesCursor.EXPIRATION),
        in.string(PropertiesCursor.MESSAGE_ID),
        in.has(PropertiesCursor.TIMESTAMP) ? in.timestamp() : null,
        in.string(PropertiesCursor.TYPE),
        in.string(PropertiesCursor.USER_ID),
        in.string(PropertiesCursor.APP_ID),
        in.string(PropertiesCursor.CLUSTER_ID));
  }

  /** Property flags and list. */
  public byte[] encode() {
    ByteBuf out = Unpooled.buffer();
    write(out);
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  /**
   * Appends property flags and list.
   *
   * @throws IllegalArgumentException for a string of more than 255 octets
   */
  public void write(ByteBuf out) {
    int start = out.writerIndex();
    out.writeShort(0);
    int flags = string(out, 15, contentType) | string(out, 14, contentEncoding);
    if (headers != null) {
      headers.write(out);
      flags |= 1 << 13;
    }
    flags |= octet(out, 12, deliveryMode) | octet(out, 11, priority);
    flags |= string(out, 10, correlationId) | string(out, 9, replyTo);
    flags |= string(out, 8, expiration) | string(out, 7, messageId);
    if (timestamp != null) {
      out.writeLong(timestamp);
      flags |= 1 << 6;
    }
    flags |= string(out, 5, type) | string(out, 4, userId);
    flags |= string(out, 3, appId) | string(out, 2, clusterId);
    out.setShort(start, flags);
  }

  private static int string(ByteBuf out, int bit, @Nullable String value) {
    if (value == null) {
      return 0;
    }
    Shortstr.write(out, value);
    return 1 << bit;
  }

  private static int octet(ByteBuf out, int bit, @Nullable Integer value) {
    if (value == null) {
      return 0;
    }
    out.writeByte(value);
    return 1 << bit;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these properties. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.contentType = contentType;
    b.contentEncoding = contentEncoding;
    b.headers = headers;
    b.deliveryMode = deliveryMode;
    b.priority = priority;
    b.correlationId = correlationId;
    b.replyTo = replyTo;
    b.expiration = expiration;
    b.messageId = messageId;
    b.timestamp = timestamp;
    b.type = type;
    b.userId = userId;
    b.appId = appId;
    b.clusterId = clusterId;
    return b;
  }

  /** Collects properties; null takes one away again. Not thread-safe. */
  public static final class Builder {
    private @Nullable String contentType;
    private @Nullable String contentEncoding;
    private @Nullable FieldTable headers;
    private @Nullable Integer deliveryMode;
    private @Nullable Integer priority;
    private @Nullable String correlationId;
    private @Nullable String replyTo;
    private @Nullable String expiration;
    private @Nullable String messageId;
    private @Nullable Long timestamp;
    private @Nullable String type;
    private @Nullable String userId;
    private @Nullable String appId;
    private @Nullable String clusterId;

    private Builder() {}

    public Builder contentType(@Nullable String value) {
      contentType = value;
      return this;
    }

    public Builder contentEncoding(@Nullable String value) {
      contentEncoding = value;
      return this;
    }

    public Builder headers(@Nullable FieldTable value) {
      headers = value;
      return this;
    }

    public Builder deliveryMode(@Nullable Integer value) {
      deliveryMode = value;
      return this;
    }

    public Builder priority(@Nullable Integer value) {
      priority = value;
      return this;
    }

    public Builder correlationId(@Nullable String value) {
      correlationId = value;
      return this;
    }

    public Builder replyTo(@Nullable String value) {
      replyTo = value;
      return this;
    }

    public Builder expiration(@Nullable String value) {
      expiration = value;
      return this;
    }

    public Builder messageId(@Nullable String value) {
      messageId = value;
      return this;
    }

    public Builder timestamp(@Nullable Long value) {
      timestamp = value;
      return this;
    }

    public Builder type(@Nullable String value) {
      type = value;
      return this;
    }

    public Builder userId(@Nullable String value) {
      userId = value;
      return this;
    }

    public Builder appId(@Nullable String value) {
      appId = value;
      return this;
    }

    public Builder clusterId(@Nullable String value) {
      clusterId = value;
      return this;
    }

    public BasicProperties build() {
      return new BasicProperties(
          contentType,
          contentEncoding,
          headers,
          deliveryMode,
          priority,
          correlationId,
          replyTo,
          expiration,
          messageId,
          timestamp,
          type,
          userId,
          appId,
          clusterId);
    }
  }
}
