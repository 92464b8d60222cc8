package io.warrenmq.mqtt.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Writes what a record consists of, behind a version. Numbers are big-endian. */
final class RecordWriter {
  private final ByteBuf out = Unpooled.buffer();

  RecordWriter(int version) {
    out.writeByte(version);
  }

  RecordWriter flag(boolean value) {
    out.writeBoolean(value);
    return this;
  }

  RecordWriter small(int value) {
    out.writeByte(value);
    return this;
  }

  RecordWriter number(long value) {
    out.writeLong(value);
    return this;
  }

  RecordWriter text(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  RecordWriter bytes(byte[] value) {
    out.writeInt(value.length).writeBytes(value);
    return this;
  }

  byte[] record() {
    return ByteBufUtil.getBytes(out);
  }
}
