package io.warrenmq.amqp091.wire;

/** An unsigned octet in a field table ({@code B}); {@code value} 0..255. */
public record UnsignedByte(int value) {
  public UnsignedByte {
    if (value < 0 || value > 0xFF) {
      throw new IllegalArgumentException("not an unsigned octet: " + value);
    }
  }
}
