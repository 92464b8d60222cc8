package io.warrenmq.amqp091.wire;

/** An unsigned 32-bit number in a field table ({@code i}); {@code value} 0..2^32-1. */
public record UnsignedInt(long value) {
  public UnsignedInt {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("not an unsigned 32-bit number: " + value);
    }
  }
}
