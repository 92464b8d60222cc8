package io.warrenmq.amqp091.wire;

/** An unsigned 16-bit number in a field table ({@code u}); {@code value} 0..65535. */
public record UnsignedShort(int value) {
  public UnsignedShort {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException("not an unsigned 16-bit number: " + value);
    }
  }
}
