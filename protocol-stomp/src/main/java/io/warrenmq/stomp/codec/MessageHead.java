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
   * @param subscription its id; {@code null} for one that the client has given none
   * @param idPrefix what {@code message-id} and {@code ack} begin with; the delivery tag follows
   * @param acks whether its client is to acknowledge, by the header {@code ack} in 1.2
   */
  public static MessageHead of(
      StompVersion version, @Nullable String subscription, String idPrefix, boolean acks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("MESSAGE\n".getBytes(UTF_8));
    if (subscription != null) {
      out.writeBytes("subscription:".getBytes(UTF_8));
      out.writeBytes(escaped(subscription, version));
      out.write('\n');
    }
    byte[] prefix = escaped(idPrefix, version);
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

  /** What the client has written itself has a form in its version. */
  private static byte[] escaped(String text, StompVersion version) {
    byte[] escaped = HeaderText.escape(text, version);
    return escaped == null ? NONE : escaped;
  }
}
