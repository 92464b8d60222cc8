package io.warrenmq.amqp10.codec;

import io.netty.buffer.ByteBuf;

/** The frames of AMQP 1.0: eight bytes, of which the first four are the whole's size. §2.3. */
public final class Frames {
  /** Bytes before the body, without the extended header that nobody uses. */
  public static final int HEADER_BYTES = 8;

  /** Bytes of a frame that every peer takes. §2.7.1. */
  public static final int FRAME_BYTES_MIN = 512;

  /** Type of a frame that carries a performative. */
  public static final int TYPE_AMQP = 0;

  /** Type of a frame that carries a part of SASL. */
  public static final int TYPE_SASL = 1;

  private static final int DATA_OFFSET_MIN = 2; // in words of four bytes

  private Frames() {}

  /** The size of the frame at an offset at which four bytes are there; as unsigned. */
  public static long size(ByteBuf in, int start) {
    return in.getUnsignedInt(start);
  }

  /** The type of a frame whose header is there. */
  public static int type(ByteBuf in, int start) {
    return in.getUnsignedByte(start + 5);
  }

  /** The channel of a frame whose header is there, 0 to 65535. */
  public static int channel(ByteBuf in, int start) {
    return in.getUnsignedShort(start + 6);
  }

  /**
   * The offset of the body of a frame that is there.
   *
   * @throws DecodeFault when it is not within the frame
   */
  public static int bodyAt(ByteBuf in, int start) {
    int words = in.getUnsignedByte(start + 4);
    if (words < DATA_OFFSET_MIN || words * 4L > size(in, start)) {
      throw new DecodeFault("a data offset of " + words + " words");
    }
    return start + words * 4;
  }

  /**
   * Begins a frame; its body is to follow.
   *
   * @return what {@link #end} needs
   */
  public static int begin(ByteBuf out, int type, int channel) {
    int start = out.writerIndex();
    out.writeInt(HEADER_BYTES).writeByte(DATA_OFFSET_MIN).writeByte(type).writeShort(channel);
    return start;
  }

  /** Ends a frame. */
  public static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start);
  }
}
