package io.warrenmq.websocket.frame;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writes the broker's frames, which are not masked. RFC 6455 §5.2. Stateless. */
public final class FrameWriter {
  /** The most that comes before a payload. */
  public static final int HEADER_BYTES_MAX = 10;

  /** The most that a close frame takes. */
  public static final int CLOSE_BYTES_MAX = 127;

  /** Beside the opcode of a message: it is compressed. RFC 7692 §6. */
  public static final int COMPRESSED = 0x40;

  private static final int LAST = 0x80;

  private FrameWriter() {}

  /**
   * Writes what comes before the payload of a frame, which is all of its message.
   *
   * @param opcode one of {@link Opcode}, perhaps with {@link #COMPRESSED}
   * @param payloadBytes 0 or more
   */
  public static void writeHeader(ByteBuf out, int opcode, int payloadBytes) {
    out.writeByte(opcode | LAST);
    if (payloadBytes < 126) {
      out.writeByte(payloadBytes);
    } else if (payloadBytes <= 0xFFFF) {
      out.writeByte(126).writeShort(payloadBytes);
    } else {
      out.writeByte(127).writeLong(payloadBytes);
    }
  }

  /**
   * Writes a close frame.
   *
   * @param code one that may be sent; 0 for a frame that tells none
   * @param text ASCII; what is beyond 123 characters is cut
   */
  public static void writeClose(ByteBuf out, int code, String text) {
    if (code == 0) {
      writeHeader(out, Opcode.CLOSE, 0);
      return;
    }
    int length = Math.min(text.length(), 123);
    writeHeader(out, Opcode.CLOSE, 2 + length);
    out.writeShort(code);
    out.writeCharSequence(text.substring(0, length), StandardCharsets.US_ASCII);
  }
}
