package io.warrenmq.mqtt.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads what {@link RecordWriter} has written. */
final class RecordReader {
  private final ByteBuf in;

  /**
   * Begins to read.
   *
   * @throws IllegalStateException when it is of another version
   */
  RecordReader(byte[] record, int version) {
    this.in = Unpooled.wrappedBuffer(record);
    int found = in.readUnsignedByte();
    if (found != version) {
      throw new IllegalStateException(
          "a record of version " + found + "; this WarrenMQ knows " + version);
    }
  }

  boolean flag() {
    return in.readBoolean();
  }

  int small() {
    return in.readUnsignedByte();
  }

  long number() {
    return in.readLong();
  }

  String text() {
    return new String(bytes(), UTF_8);
  }

  byte[] bytes() {
    byte[] value = new byte[in.readInt()];
    in.readBytes(value);
    return value;
  }
}
