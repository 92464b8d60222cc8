package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.error.ReplyCode;

/**
 * Reads frames where they lie in a cumulated buffer, without making an object per frame. AMQP 0-9-1
 * §2.3.5, §4.2.3:
 *
 * <pre>
 *   0      1         3             7                  size+7   size+8
 *   | type | channel | size uint32 | payload, size octets | 0xCE |
 * </pre>
 *
 * All numbers are big-endian. Nothing here moves the buffer's indices. The checks, their order and
 * the texts are RabbitMQ's.
 */
public final class FrameDecoder {
  /** Octets in front of the payload. */
  public static final int HEADER_BYTES = 7;

  /** Octets that a frame takes beside its payload. */
  public static final int OVERHEAD_BYTES = 8;

  /** The last octet of each frame. */
  public static final int FRAME_END = 0xCE;

  /** Class id and method id, in front of a method's arguments. */
  public static final int METHOD_ID_BYTES = 4;

  /** Class id, weight and body size, in front of a content header's property flags. */
  public static final int CONTENT_HEADER_BYTES = 12;

  private static final int SNIPPET_BYTES = 16;

  private FrameDecoder() {}

  /**
   * Finds out whether a whole frame starts at {@code index}, and checks its shape: size, end octet,
   * type, the least payload of its type, and that a channel may carry it.
   *
   * @param available octets that are there from {@code index} on
   * @param frameBytesMax the negotiated frame-max, 1 or more. As in RabbitMQ a payload, not only a
   *     frame, may be as long.
   * @return octets of the whole frame, or 0 when it has not all arrived
   * @throws MalformedFrame as soon as the size is seen to be over the limit, else when the frame is
   *     whole
   */
  public static int frameBytes(ByteBuf in, int index, int available, int frameBytesMax) {
    if (available < HEADER_BYTES) {
      return 0;
    }
    int size = in.getInt(index + 3);
    if (size > frameBytesMax || size < 0) { // a size of 2^31 or more shows as negative
      throw tooLarge(in, index, frameBytesMax);
    }
    if (available - OVERHEAD_BYTES < size) {
      return 0;
    }
    int payload = index + HEADER_BYTES;
    if (in.getByte(payload + size) != (byte) FRAME_END) {
      int end = in.getUnsignedByte(payload + size);
      throw frameError(in, index, size, "{invalid_frame_end_marker," + end + "}");
    }
    int type = in.getByte(index);
    if (type == FrameType.METHOD ? size < METHOD_ID_BYTES : !isContentOnChannel(in, index, size)) {
      throw badShape(in, index, size);
    }
    return size + OVERHEAD_BYTES;
  }

  private static boolean isContentOnChannel(ByteBuf in, int index, int size) {
    boolean isOnChannel = channel(in, index) != 0;
    return switch (in.getByte(index)) {
      case FrameType.BODY -> isOnChannel;
      case FrameType.HEADER -> isOnChannel && size >= CONTENT_HEADER_BYTES;
      case FrameType.HEARTBEAT -> !isOnChannel && size == 0;
      default -> false;
    };
  }

  /** One of {@link FrameType}'s, of a frame that {@link #frameBytes} has accepted. */
  public static int type(ByteBuf in, int index) {
    return in.getByte(index);
  }

  /** 0..65535. */
  public static int channel(ByteBuf in, int index) {
    return in.getUnsignedShort(index + 1);
  }

  /** Octets of the payload, which begins {@link #HEADER_BYTES} after {@code index}. */
  public static int payloadBytes(ByteBuf in, int index) {
    return in.getInt(index + 3);
  }

  /**
   * Class id (upper 16 bits) and method id of the method frame at {@code index}; compare with
   * {@code MethodId}. Its arguments begin {@link #METHOD_ID_BYTES} into the payload.
   */
  public static int methodId(ByteBuf in, int index) {
    return in.getInt(index + HEADER_BYTES);
  }

  /** The error of a frame, accepted by {@link #frameBytes}, that may not come now. */
  public static MalformedFrame unexpected(ByteBuf in, int index) {
    return new MalformedFrame(
        ReplyCode.UNEXPECTED_FRAME, describe(in, index, payloadBytes(in, index)));
  }

  private static MalformedFrame tooLarge(ByteBuf in, int index, int frameBytesMax) {
    long size = in.getUnsignedInt(index + 3);
    int payloadMax = frameBytesMax - OVERHEAD_BYTES;
    return frameError(in, index, 0, "{frame_too_large," + size + "," + payloadMax + "}");
  }

  private static MalformedFrame badShape(ByteBuf in, int index, int size) {
    int channel = channel(in, index);
    boolean isMisplaced =
        switch (in.getByte(index)) {
          case FrameType.BODY -> true;
          case FrameType.HEADER -> size >= CONTENT_HEADER_BYTES;
          case FrameType.HEARTBEAT -> size == 0;
          default -> false;
        };
    if (isMisplaced) {
      assert channel == 0 || in.getByte(index) == FrameType.HEARTBEAT;
      return new MalformedFrame(ReplyCode.UNEXPECTED_FRAME, describe(in, index, size));
    }
    return frameError(in, index, size, "unknown_frame");
  }

  private static MalformedFrame frameError(ByteBuf in, int index, int size, String error) {
    return new MalformedFrame(ReplyCode.FRAME_ERROR, describe(in, index, size) + ": " + error);
  }

  /** RabbitMQ's words: {@code type 1, all octets = <<0,60>>}. */
  private static String describe(ByteBuf in, int index, int size) {
    int shown = Math.min(size, SNIPPET_BYTES);
    return "type "
        + in.getUnsignedByte(index)
        + (shown == size ? ", all" : ", first 16")
        + " octets = "
        + Octets.print(in, index + HEADER_BYTES, shown);
  }
}
