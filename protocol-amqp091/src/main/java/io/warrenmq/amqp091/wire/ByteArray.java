package io.warrenmq.amqp091.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Binary in a field table ({@code x}). Two are equal when their octets are; never equal to a {@link
 * LongString}. Immutable.
 */
public final class ByteArray {
  public static final ByteArray EMPTY = new ByteArray(new byte[0]);

  private final byte[] bytes;

  private ByteArray(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes {@code bytes} as they are, without a copy: the caller gives them up. */
  public static ByteArray ofBytes(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new ByteArray(bytes);
  }

  /** Number of octets. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the octets. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The octets themselves, which nobody may change. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ByteArray that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "ByteArray[" + bytes.length + " octets]";
  }
}
