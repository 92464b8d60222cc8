package io.warrenmq.amqp10.codec;

/** The constructors of AMQP 1.0's types. §1.6. */
final class TypeCode {
  static final int DESCRIBED = 0x00;
  static final int NULL = 0x40;
  static final int TRUE = 0x41;
  static final int FALSE = 0x42;
  static final int UINT_0 = 0x43;
  static final int ULONG_0 = 0x44;
  static final int LIST_0 = 0x45;
  static final int UBYTE = 0x50;
  static final int BYTE = 0x51;
  static final int UINT_SMALL = 0x52;
  static final int ULONG_SMALL = 0x53;
  static final int INT_SMALL = 0x54;
  static final int LONG_SMALL = 0x55;
  static final int BOOLEAN = 0x56;
  static final int USHORT = 0x60;
  static final int SHORT = 0x61;
  static final int UINT = 0x70;
  static final int INT = 0x71;
  static final int FLOAT = 0x72;
  static final int CHAR = 0x73;
  static final int DECIMAL_32 = 0x74;
  static final int ULONG = 0x80;
  static final int LONG = 0x81;
  static final int DOUBLE = 0x82;
  static final int TIMESTAMP = 0x83;
  static final int DECIMAL_64 = 0x84;
  static final int DECIMAL_128 = 0x94;
  static final int UUID = 0x98;
  static final int BINARY_8 = 0xA0;
  static final int STRING_8 = 0xA1;
  static final int SYMBOL_8 = 0xA3;
  static final int BINARY_32 = 0xB0;
  static final int STRING_32 = 0xB1;
  static final int SYMBOL_32 = 0xB3;
  static final int LIST_8 = 0xC0;
  static final int MAP_8 = 0xC1;
  static final int LIST_32 = 0xD0;
  static final int MAP_32 = 0xD1;
  static final int ARRAY_8 = 0xE0;
  static final int ARRAY_32 = 0xF0;

  private TypeCode() {}

  /**
   * How many bytes of a value follow its constructor, or hold the length of what follows: the upper
   * four bits say it. §1.2.
   *
   * @return the width; −1, −4 for a length of 1 or 4 bytes; {@link Integer#MIN_VALUE} for a
   *     constructor that is none
   */
  static int width(int code) {
    return switch (code >> 4) {
      case 0x4 -> 0;
      case 0x5 -> 1;
      case 0x6 -> 2;
      case 0x7 -> 4;
      case 0x8 -> 8;
      case 0x9 -> 16;
      case 0xA, 0xC, 0xE -> -1;
      case 0xB, 0xD, 0xF -> -4;
      default -> Integer.MIN_VALUE;
    };
  }
}
