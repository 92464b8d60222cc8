package io.warrenmq.api.message;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of bytes as a value. The array is not copied: neither side may change it. Equal by
 * content.
 *
 * @param bytes the bytes
 */
public record Binary(byte[] bytes) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
