package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FrameDecoder;

/**
 * Reads {@code basic.ack}, {@code basic.nack} and {@code basic.reject} where they lie, without
 * making an object:
 *
 * <pre>
 *   0           4                     12     13
 *   | method id | delivery tag uint64 | bits |     ack: multiple   nack: multiple, requeue   reject: requeue
 * </pre>
 */
public final class SettleArguments {
  private static final int BYTES = 9;
  private static final int BITS_OFFSET = FrameDecoder.METHOD_ID_BYTES + 8;

  private SettleArguments() {}

  /**
   * To be called first: checks that the payload, {@code length} octets from {@code index} on, has
   * the one length it can have.
   *
   * @throws io.warrenmq.amqp091.wire.MalformedFrame FRAME_ERROR when it has not
   */
  public static void check(ByteBuf in, int index, int length) {
    int arguments = length - FrameDecoder.METHOD_ID_BYTES;
    if (arguments != BYTES) {
      int start = index + FrameDecoder.METHOD_ID_BYTES;
      throw ArgumentReader.cannotDecode(in, start, arguments, in.getInt(index));
    }
  }

  /** The delivery tag in the payload at {@code index}; unsigned, so negative is 2^63 or more. */
  public static long deliveryTag(ByteBuf in, int index) {
    return in.getLong(index + FrameDecoder.METHOD_ID_BYTES);
  }

  /** Whether the ack or nack at {@code index} settles all up to its tag. */
  public static boolean isMultiple(ByteBuf in, int index) {
    return (in.getByte(index + BITS_OFFSET) & 1) != 0;
  }

  /** Whether the nack at {@code index} asks for requeueing. */
  public static boolean isNackRequeue(ByteBuf in, int index) {
    return (in.getByte(index + BITS_OFFSET) & 2) != 0;
  }

  /** Whether the reject at {@code index} asks for requeueing. */
  public static boolean isRejectRequeue(ByteBuf in, int index) {
    return (in.getByte(index + BITS_OFFSET) & 1) != 0;
  }
}
