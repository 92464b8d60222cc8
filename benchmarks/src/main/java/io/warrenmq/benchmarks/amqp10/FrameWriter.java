package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Appends frames to a buffer: a performative is a list, whose values are written one after the
 * other, and what comes behind it is appended to the buffer before {@link #endFrame}.
 */
final class FrameWriter {
  private static final int DEPTH_MAX = 4;

  private final ByteBuf out;
  private final int[] starts = new int[DEPTH_MAX]; // of the compounds that are open
  private final int[] counts = new int[DEPTH_MAX];
  private int depth;
  private int frame;

  FrameWriter(ByteBuf out) {
    this.out = out;
  }

  static void protocolHeader(ByteBuf out, int protocol) {
    out.writeInt(0x414d5150).writeByte(protocol).writeByte(1).writeByte(0).writeByte(0);
  }

  /** A frame without a body, which says that we are here. */
  static void heartbeat(ByteBuf out) {
    out.writeInt(8).writeInt(0x02000000);
  }

  /** Begins a frame with a performative. */
  FrameWriter frame(int type, int channel, int performative) {
    frame = out.writerIndex();
    out.writeInt(0).writeByte(2).writeByte(type).writeShort(channel);
    return list(performative);
  }

  void endFrame() {
    if (depth != 0) {
      throw new IllegalStateException("a list is not ended");
    }
    out.setInt(frame, out.writerIndex() - frame);
  }

  /** Begins a described list. */
  FrameWriter list(int descriptor) {
    count();
    return described(descriptor).compound(Codes.LIST_32);
  }

  /** What follows is of that type; behind a performative, a message's section. */
  FrameWriter described(int descriptor) {
    out.writeByte(Codes.DESCRIBED).writeByte(Codes.SMALL_ULONG).writeByte(descriptor);
    return this;
  }

  /** Begins a map, of which keys and values follow in turn. */
  FrameWriter map() {
    count();
    return compound(Codes.MAP_32);
  }

  private FrameWriter compound(int code) {
    out.writeByte(code);
    starts[depth] = out.writerIndex();
    counts[depth] = 0;
    depth++;
    out.writeZero(8);
    return this;
  }

  /** Ends the list or map that was begun last. */
  FrameWriter end() {
    depth--;
    out.setInt(starts[depth], out.writerIndex() - starts[depth] - 4);
    out.setInt(starts[depth] + 4, counts[depth]);
    return this;
  }

  private void count() {
    if (depth > 0) {
      counts[depth - 1]++;
    }
  }

  FrameWriter nulls(int number) {
    for (int index = 0; index < number; index++) {
      count();
      out.writeByte(Codes.NULL);
    }
    return this;
  }

  FrameWriter bool(boolean value) {
    count();
    out.writeByte(value ? Codes.TRUE : Codes.FALSE);
    return this;
  }

  FrameWriter ubyte(int value) {
    count();
    out.writeByte(Codes.UBYTE).writeByte(value);
    return this;
  }

  FrameWriter ushort(int value) {
    count();
    out.writeByte(Codes.USHORT).writeShort(value);
    return this;
  }

  FrameWriter uint(int value) {
    count();
    out.writeByte(Codes.UINT).writeInt(value);
    return this;
  }

  FrameWriter ulong(int value) {
    count();
    out.writeByte(Codes.ULONG).writeLong(Integer.toUnsignedLong(value));
    return this;
  }

  FrameWriter binary(byte[] value) {
    count();
    out.writeByte(Codes.BINARY_32).writeInt(value.length).writeBytes(value);
    return this;
  }

  FrameWriter string(String value) {
    return text(Codes.STRING_32, value);
  }

  FrameWriter symbol(String value) {
    return text(Codes.SYMBOL_32, value);
  }

  private FrameWriter text(int code, String value) {
    count();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeByte(code).writeInt(bytes.length).writeBytes(bytes);
    return this;
  }
}
