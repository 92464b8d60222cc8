package io.warrenmq.amqp091.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A long string ({@code S}): octets that are usually, but need not be, UTF-8. Two are equal when
 * their octets are. Immutable; the text is made when first asked for (a benign race, as in {@code
 * String.hashCode}).
 */
public final class LongString {
  public static final LongString EMPTY = new LongString(new byte[0]);

  private final byte[] bytes;
  private @Nullable String text;

  private LongString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The UTF-8 of {@code text}. */
  public static LongString of(String text) {
    return text.isEmpty() ? EMPTY : new LongString(text.getBytes(UTF_8));
  }

  /** Takes {@code bytes} as they are, without a copy: the caller gives them up. */
  public static LongString ofBytes(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new LongString(bytes);
  }

  /** Number of octets. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the octets. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Appends its four octets of length and its octets. */
  public void write(ByteBuf out) {
    out.writeInt(bytes.length).writeBytes(bytes);
  }

  /** The octets themselves, which nobody may change. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether the octets are UTF-8; what is not should be treated as binary. */
  public boolean isUtf8() {
    return toString().indexOf('\uFFFD') < 0 || Shortstr.isUtf8(bytes, 0, bytes.length);
  }

  /** The octets as UTF-8, with U+FFFD for what is malformed. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = new String(bytes, UTF_8);
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LongString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
