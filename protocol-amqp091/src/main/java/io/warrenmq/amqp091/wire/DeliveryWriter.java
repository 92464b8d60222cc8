package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes deliveries: {@code basic.deliver}, content header and body frames in one go. All but the
 * body is put together in an array of this writer's own, because a store into an array is a
 * fraction of a store into a buffer, and a delivery has twenty of them. Confined to one thread, and
 * to be shared by all its connections.
 */
public final class DeliveryWriter {
  private static final int CLASS_BASIC = 60;
  private static final int BASIC_DELIVER = CLASS_BASIC << 16 | 60;

  /** Properties longer than this are not copied twice. */
  private static final int PROPERTIES_COPIED_MAX = 1024;

  private static final int DELIVER_BYTES_MAX = 11 + 3 * (1 + Shortstr.BYTES_MAX) + 9 + 1;
  private static final int CONTENT_HEADER_BYTES = 7 + FrameDecoder.CONTENT_HEADER_BYTES + 1;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] scratch =
      new byte
          [DELIVER_BYTES_MAX
              + CONTENT_HEADER_BYTES
              + PROPERTIES_COPIED_MAX
              + FrameDecoder.HEADER_BYTES];

  /**
   * What all deliveries to one consumer begin with; to be made once per consumer.
   *
   * @param channel 0..65535
   * @param consumerTag its UTF-8, at most 255 octets
   */
  public static byte[] head(int channel, byte[] consumerTag) {
    ByteBuf out = Unpooled.buffer();
    FrameEncoder.beginMethod(out, channel, BASIC_DELIVER);
    Shortstr.write(out, consumerTag);
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  /**
   * Appends a delivery.
   *
   * @param head the consumer's {@link #head}, which also says the channel
   * @param exchange at most 255 octets of UTF-8
   * @param routingKey at most 255 octets of UTF-8
   * @param properties holds the encoded property flags and list in {@code propertiesBytes} octets
   * @param frameBytesMax the negotiated frame-max, 9 or more; 0 is no limit
   * @throws IllegalArgumentException when a string is too long; nothing is written then
   */
  public void write(
      ByteBuf out,
      byte[] head,
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
    int end = begin(head, deliveryTag, redelivered);
    end = shortstr(end, exchange);
    end = shortstr(end, routingKey);
    end = contentHeader(out, end, properties, propertiesOffset, propertiesBytes, bodyBytes);
    body(out, end, head, body, bodyOffset, bodyBytes, frameBytesMax);
  }

  private int begin(byte[] head, long deliveryTag, boolean redelivered) {
    int end = head.length;
    System.arraycopy(head, 0, scratch, 0, end);
    LONG.set(scratch, end, deliveryTag);
    scratch[end + 8] = (byte) (redelivered ? 1 : 0);
    return end + 9;
  }

  private int shortstr(int at, byte[] utf8) {
    int length = utf8.length;
    if (length > Shortstr.BYTES_MAX) {
      throw Shortstr.tooLong(length);
    }
    scratch[at] = (byte) length;
    System.arraycopy(utf8, 0, scratch, at + 1, length);
    return at + 1 + length;
  }

  /**
   * Ends the method frame and adds the content header; returns how much of the scratch array is yet
   * to be written.
   */
  private int contentHeader(
      ByteBuf out, int at, byte[] properties, int offset, int length, int bodyBytes) {
    byte[] to = scratch;
    INT.set(to, 3, at - FrameDecoder.HEADER_BYTES);
    to[at] = (byte) FrameDecoder.FRAME_END;
    int start = at + 1;
    to[start] = FrameType.HEADER;
    to[start + 1] = to[1];
    to[start + 2] = to[2];
    INT.set(to, start + 3, FrameDecoder.CONTENT_HEADER_BYTES + length);
    INT.set(to, start + 7, CLASS_BASIC << 16); // the lower half is the weight, always 0
    LONG.set(to, start + 11, (long) bodyBytes);
    int end = start + FrameDecoder.HEADER_BYTES + FrameDecoder.CONTENT_HEADER_BYTES;
    if (length <= PROPERTIES_COPIED_MAX) {
      System.arraycopy(properties, offset, to, end, length);
      end += length;
    } else {
      out.writeBytes(to, 0, end).writeBytes(properties, offset, length);
      end = 0;
    }
    to[end] = (byte) FrameDecoder.FRAME_END;
    return end + 1;
  }

  private void body(
      ByteBuf out, int at, byte[] head, byte[] body, int offset, int length, int frameBytesMax) {
    if (length == 0) {
      out.writeBytes(scratch, 0, at);
      return;
    }
    int channel = (short) SHORT.get(head, 1) & 0xFFFF;
    int payloadMax = frameBytesMax == 0 ? length : frameBytesMax - FrameDecoder.OVERHEAD_BYTES;
    int first = Math.min(length, payloadMax);
    byte[] to = scratch;
    to[at] = FrameType.BODY;
    SHORT.set(to, at + 1, (short) channel);
    INT.set(to, at + 3, first);
    out.writeBytes(to, 0, at + FrameDecoder.HEADER_BYTES).writeBytes(body, offset, first);
    out.writeByte(FrameDecoder.FRAME_END);
    FrameEncoder.writeBody(out, channel, body, offset + first, length - first, frameBytesMax);
  }
}
