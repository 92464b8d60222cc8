package io.warrenmq.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Frames as a client writes them, right and wrong ones; byte by byte and without our own code. */
public final class ClientFrames {
  public static final int MASK = 0x37FA213D;

  private ClientFrames() {}

  /** A masked frame with the shortest form of its length. */
  public static ByteBuf frame(int firstByte, byte[] payload) {
    return masked(header(firstByte, payload.length), MASK, payload);
  }

  public static ByteBuf text(String text) {
    return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteBuf binary(String text) {
    return frame(0x82, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteBuf ping(String text) {
    return frame(0x89, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteBuf close(int code, String reason) {
    ByteBuf payload = Unpooled.buffer().writeShort(code);
    payload.writeCharSequence(reason, StandardCharsets.UTF_8);
    return frame(0x88, bytes(payload));
  }

  /** A frame whose header, but for the mask, is given. */
  public static ByteBuf masked(ByteBuf header, int mask, byte[] payload) {
    ByteBuf frame = Unpooled.buffer().writeBytes(header).writeInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ mask >>> 24 - i % 4 * 8);
    }
    return frame;
  }

  private static ByteBuf header(int firstByte, int length) {
    ByteBuf header = Unpooled.buffer().writeByte(firstByte);
    if (length < 126) {
      return header.writeByte(0x80 | length);
    } else if (length < 65536) {
      return header.writeByte(0x80 | 126).writeShort(length);
    }
    return header.writeByte(0x80 | 127).writeLong(length);
  }

  public static ByteBuf all(ByteBuf... frames) {
    return Unpooled.wrappedBuffer(frames);
  }

  public static byte[] bytes(ByteBuf from) {
    byte[] bytes = new byte[from.readableBytes()];
    from.getBytes(from.readerIndex(), bytes);
    return bytes;
  }
}
