package io.warrenmq.testkit.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Goes through the fields of a message in Protocol Buffers' encoding. One thread. */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer in;
  private int field;
  private long number;
  private byte[] bytes = {};

  ProtobufReader(byte[] message) {
    this.in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes to the next field; false when there is none. */
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    switch ((int) tag & 7) {
      case VARINT -> number = varint();
      case FIXED64 -> number = in.getLong();
      case FIXED32 -> number = in.getInt();
      case BYTES -> {
        bytes = new byte[(int) varint()];
        in.get(bytes);
      }
      default -> throw new IllegalStateException("no wire type: " + tag);
    }
    return true;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Which field it is. */
  int field() {
    return field;
  }

  /** Its value, when that is a number. */
  long number() {
    return number;
  }

  /** Its value, when that is bytes, a text or a message. */
  byte[] bytes() {
    return bytes;
  }
}
