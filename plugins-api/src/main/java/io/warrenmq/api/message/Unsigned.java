package io.warrenmq.api.message;

/**
 * AMQP 1.0's unsigned integers, of which Java has none.
 *
 * @param width bits: 8, 16, 32 or 64
 * @param bits the value; of width 64 read as unsigned
 */
public record Unsigned(int width, long bits) {
  /** A ubyte of 0 to 255. */
  public static Unsigned ubyte(int value) {
    return new Unsigned(8, value & 0xFF);
  }

  /** A ushort of 0 to 65535. */
  public static Unsigned ushort(int value) {
    return new Unsigned(16, value & 0xFFFF);
  }

  /** A uint of 0 to 2³²−1. */
  public static Unsigned uint(long value) {
    return new Unsigned(32, value & 0xFFFF_FFFFL);
  }

  /** A ulong; bits are read as unsigned. */
  public static Unsigned ulong(long bits) {
    return new Unsigned(64, bits);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(bits);
  }
}
