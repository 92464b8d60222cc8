package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;

/**
 * Appends frames to a buffer (deliveries: {@link DeliveryWriter}). Sizes that are not known in
 * front are patched in afterwards, so that nothing is encoded twice or copied. Layout as in {@link
 * FrameDecoder}. The buffer grows as it must; bounding it is the connection's business.
 */
public final class FrameEncoder {
  private static final int CLASS_BASIC = 60;
  private static final int FRAME_HEADER = FrameDecoder.HEADER_BYTES;
  private static final int OVERHEAD = FrameDecoder.OVERHEAD_BYTES;

  private FrameEncoder() {}

  /**
   * Begins a method frame; write its arguments and then call {@link #endFrame}.
   *
   * @param methodId class id in the upper, method id in the lower 16 bits
   * @return what {@link #endFrame} wants
   */
  public static int beginMethod(ByteBuf out, int channel, int methodId) {
    int start = out.writerIndex();
    out.writeByte(FrameType.METHOD);
    out.writeShort(channel);
    out.writeLong(methodId & 0xFFFFFFFFL); // the upper half is the size, still unknown
    return start;
  }

  /** Ends the frame that began at {@code start}: patches its size in and appends the end octet. */
  public static void endFrame(ByteBuf out, int start) {
    out.setInt(start + 3, out.writerIndex() - start - FRAME_HEADER);
    out.writeByte(FrameDecoder.FRAME_END);
  }

  /**
   * Writes a content header frame of class basic.
   *
   * @param bodyBytes octets of the whole body, 0 or more
   * @param properties the encoded property flags and list, in {@code length} octets from {@code
   *     offset} on
   */
  public static void writeContentHeader(
      ByteBuf out, int channel, long bodyBytes, byte[] properties, int offset, int length) {
    out.writeByte(FrameType.HEADER);
    out.writeShort(channel);
    out.writeInt(FrameDecoder.CONTENT_HEADER_BYTES + length);
    out.writeInt(CLASS_BASIC << 16); // the lower half is the weight, always 0
    out.writeLong(bodyBytes);
    out.writeBytes(properties, offset, length);
    out.writeByte(FrameDecoder.FRAME_END);
  }

  /**
   * Writes a body in as many frames as it takes: none for an empty one.
   *
   * @param frameBytesMax the negotiated frame-max, 9 or more; 0 is no limit
   */
  public static void writeBody(
      ByteBuf out, int channel, byte[] body, int offset, int length, int frameBytesMax) {
    int payloadMax = frameBytesMax == 0 ? length : frameBytesMax - OVERHEAD;
    int end = offset + length;
    for (int from = offset; from < end; from += payloadMax) {
      int size = Math.min(payloadMax, end - from);
      out.writeByte(FrameType.BODY);
      out.writeShort(channel);
      out.writeInt(size);
      out.writeBytes(body, from, size);
      out.writeByte(FrameDecoder.FRAME_END);
      if (size == end - from) {
        return; // and no overflow of from when there is no limit
      }
    }
  }

  /** Octets that {@link #writeBody} will write. */
  public static long bodyFrameBytes(int length, int frameBytesMax) {
    if (length == 0) {
      return 0;
    }
    int payloadMax = frameBytesMax == 0 ? length : frameBytesMax - OVERHEAD;
    long frames = ((long) length + payloadMax - 1) / payloadMax;
    return length + frames * OVERHEAD;
  }

  /** Writes a heartbeat. */
  public static void writeHeartbeat(ByteBuf out) {
    out.writeByte(FrameType.HEARTBEAT);
    out.writeShort(0);
    out.writeInt(0);
    out.writeByte(FrameDecoder.FRAME_END);
  }
}
