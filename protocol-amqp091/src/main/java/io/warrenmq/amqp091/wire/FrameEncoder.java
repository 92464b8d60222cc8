package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;

/**
 * Appends frames to a buffer. Sizes that are not known in front are patched in afterwards, so that
 * nothing is encoded twice or copied. Layout as in {@link FrameDecoder}. The buffer grows as it
 * must; bounding it is the connection's business.
 */
public final class FrameEncoder {
  private static final int CLASS_BASIC = 60;
  private static final int BASIC_DELIVER = CLASS_BASIC << 16 | 60;
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

  /**
   * Writes a whole delivery: {@code basic.deliver}, content header and body frames.
   *
   * @param consumerTag its UTF-8, at most 255 octets
   * @param exchange at most 255 octets of UTF-8
   * @param routingKey at most 255 octets of UTF-8
   * @param properties holds the encoded property flags and list in {@code propertiesBytes} octets
   * @param frameBytesMax the negotiated frame-max, 9 or more; 0 is no limit
   */
  public static void writeDelivery(
      ByteBuf out,
      int channel,
      byte[] consumerTag,
      long deliveryTag,
      boolean redelivered,
      String exchange,
      String routingKey,
      byte[] properties,
      int propertiesOffset,
      int propertiesBytes,
      byte[] body,
      int bodyOffset,
      int bodyBytes,
      int frameBytesMax) {
    int start = beginDelivery(out, channel, consumerTag, deliveryTag, redelivered);
    Shortstr.write(out, exchange);
    Shortstr.write(out, routingKey);
    endFrame(out, start);
    writeContentHeader(out, channel, bodyBytes, properties, propertiesOffset, propertiesBytes);
    writeBody(out, channel, body, bodyOffset, bodyBytes, frameBytesMax);
  }

  /**
   * As the other, for callers that keep exchange and routing key as the UTF-8 in which they came.
   */
  public static void writeDelivery(
      ByteBuf out,
      int channel,
      byte[] consumerTag,
      long deliveryTag,
      boolean redelivered,
      byte[] exchange,
      byte[] routingKey,
      byte[] properties,
      int propertiesOffset,
      int propertiesBytes,
      byte[] body,
      int bodyOffset,
      int bodyBytes,
      int frameBytesMax) {
    int start = beginDelivery(out, channel, consumerTag, deliveryTag, redelivered);
    Shortstr.write(out, exchange);
    Shortstr.write(out, routingKey);
    endFrame(out, start);
    writeContentHeader(out, channel, bodyBytes, properties, propertiesOffset, propertiesBytes);
    writeBody(out, channel, body, bodyOffset, bodyBytes, frameBytesMax);
  }

  private static int beginDelivery(
      ByteBuf out, int channel, byte[] consumerTag, long deliveryTag, boolean redelivered) {
    int start = beginMethod(out, channel, BASIC_DELIVER);
    Shortstr.write(out, consumerTag);
    out.writeLong(deliveryTag);
    out.writeByte(redelivered ? 1 : 0);
    return start;
  }
}
