package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the MESSAGE frames of one subscription have in common, as bytes of its client's version.
 * Immutable.
 */
public final class MessageHead {
  private static final byte[] NONE = {};

  final byte[] beforeTag;
  final byte[] beforeAckTag;
  private final byte[] idPrefix;

  private MessageHead(byte[] beforeTag, byte[] beforeAckTag, byte[] idPrefix) {
    this.beforeTag = beforeTag;
    this.beforeAckTag = beforeAckTag;
    this.idPrefix = idPrefix;
  }

  /**
   * Prepares the bytes.
   *
   * @param subscription its id, which the client has sent; {@code null} without one
   * @param idPrefix what {@code message-id} and {@code ack} begin with, made of what the client has
   *     sent; the delivery tag follows
   * @param acks whether its client is to acknowledge, by the header {@code ack} in 1.2
   */
  public static MessageHead of(
      StompVersion version, @Nullable String subscription, String idPrefix, boolean acks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("MESSAGE\n".getBytes(UTF_8));
    if (subscription != null) {
      out.writeBytes("subscription:".getBytes(UTF_8));
      out.writeBytes(HeaderText.echo(subscription, version));
      out.write('\n');
    }
    byte[] prefix = HeaderText.echo(idPrefix, version);
    out.writeBytes("message-id:".getBytes(UTF_8));
    out.writeBytes(prefix);
    return new MessageHead(
        out.toByteArray(),
        acks && version == StompVersion.V1_2
            ? ("\nack:" + new String(prefix, UTF_8)).getBytes(UTF_8)
            : NONE,
        prefix);
  }

  /** What {@code message-id} and {@code ack} begin with, as they stand in frames. */
  public byte[] idPrefix() {
    return idPrefix;
  }
}
