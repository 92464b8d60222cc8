package io.warrenmq.benchmarks.amqp10;

/** Descriptors and type codes of AMQP 1.0, as far as they are needed here. */
final class Codes {
  static final int AMQP_FRAME = 0;
  static final int SASL_FRAME = 1;
  static final int AMQP_PROTOCOL = 0;
  static final int SASL_PROTOCOL = 3;

  static final int OPEN = 0x10;
  static final int BEGIN = 0x11;
  static final int ATTACH = 0x12;
  static final int FLOW = 0x13;
  static final int TRANSFER = 0x14;
  static final int DISPOSITION = 0x15;
  static final int DETACH = 0x16;
  static final int END = 0x17;
  static final int CLOSE = 0x18;
  static final int ACCEPTED = 0x24;
  static final int SOURCE = 0x28;
  static final int TARGET = 0x29;
  static final int SASL_MECHANISMS = 0x40;
  static final int SASL_INIT = 0x41;
  static final int SASL_OUTCOME = 0x44;
  static final int HEADER = 0x70;
  static final int PROPERTIES = 0x73;
  static final int DATA = 0x75;
  static final int AMQP_VALUE = 0x77;

  static final int DESCRIBED = 0x00;
  static final int NULL = 0x40;
  static final int TRUE = 0x41;
  static final int FALSE = 0x42;
  static final int UINT_0 = 0x43;
  static final int ULONG_0 = 0x44;
  static final int LIST_0 = 0x45;
  static final int UBYTE = 0x50;
  static final int SMALL_UINT = 0x52;
  static final int SMALL_ULONG = 0x53;
  static final int BOOLEAN = 0x56;
  static final int USHORT = 0x60;
  static final int UINT = 0x70;
  static final int ULONG = 0x80;
  static final int BINARY_8 = 0xa0;
  static final int STRING_8 = 0xa1;
  static final int SYMBOL_8 = 0xa3;
  static final int BINARY_32 = 0xb0;
  static final int STRING_32 = 0xb1;
  static final int SYMBOL_32 = 0xb3;
  static final int LIST_8 = 0xc0;
  static final int LIST_32 = 0xd0;
  static final int MAP_32 = 0xd1;

  private Codes() {}
}
