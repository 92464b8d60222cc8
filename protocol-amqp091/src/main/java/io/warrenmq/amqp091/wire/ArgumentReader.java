package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.error.ReplyCode;

/**
 * Reads the arguments of one method in the order of the specification. Never moves the buffer's
 * indices and never reads past the arguments' end: what is too short or too long is FRAME_ERROR
 * {@code cannot decode <<...>>}, as in RabbitMQ. Confined to its caller; one per control-plane
 * method.
 */
public final class ArgumentReader {
  private final ByteBuf in;
  private final int start;
  private final int end;
  private final int methodId;
  private int position;

  /**
   * @param start where the arguments begin, after the method id
   * @param length octets of arguments
   * @param methodId what errors blame: class id in the upper, method id in the lower 16 bits
   */
  public ArgumentReader(ByteBuf in, int start, int length, int methodId) {
    this.in = in;
    this.start = start;
    this.end = start + length;
    this.position = start;
    this.methodId = methodId;
  }

  /** An octet, or a group of up to eight bits, the first of which is the lowest. */
  public int octet() {
    return in.getUnsignedByte(take(1));
  }

  public int unsignedShort() {
    return in.getUnsignedShort(take(2));
  }

  /** 0..2^32-1. */
  public long unsignedInt() {
    return in.getUnsignedInt(take(4));
  }

  /** An unsigned number, which may show as negative. */
  public long unsignedLong() {
    return in.getLong(take(8));
  }

  /**
   * A short string that must be UTF-8.
   *
   * @throws MalformedFrame FRAME_ERROR when it is not; RabbitMQ blames no method for that
   */
  public String shortstr() {
    int length = octet();
    return Shortstr.decode(in, take(length), length);
  }

  /** A short string whose UTF-8 RabbitMQ does not check: see {@link Shortstr#decodeLenient}. */
  public String shortstrLenient() {
    int length = octet();
    return Shortstr.decodeLenient(in, take(length), length);
  }

  public LongString longstr() {
    return LongString.ofBytes(octets());
  }

  /**
   * A field table.
   *
   * @throws MalformedFrame SYNTAX_ERROR when its inside is malformed, where RabbitMQ drops the
   *     connection without a word
   */
  public FieldTable table() {
    byte[] bytes = octets();
    try {
      return FieldTable.decode(bytes, 0, bytes.length);
    } catch (MalformedFrame malformed) {
      throw new MalformedFrame(malformed.kind(), malformed.detail(), methodId);
    }
  }

  private byte[] octets() {
    int length = in.getInt(take(4));
    byte[] bytes = new byte[checked(length)];
    in.getBytes(take(length), bytes);
    return bytes;
  }

  /** To be called after the last argument: nothing may follow it. */
  public void finish() {
    if (position != end) {
      throw cannotDecode();
    }
  }

  private int take(int length) {
    int at = position;
    position = at + checked(length);
    return at;
  }

  private int checked(int length) {
    if (length < 0 || length > end - position) { // negative: 2^31 or more
      throw cannotDecode();
    }
    return length;
  }

  private MalformedFrame cannotDecode() {
    return cannotDecode(in, start, end - start, methodId);
  }

  /** The error of arguments that do not fit their method. */
  public static MalformedFrame cannotDecode(ByteBuf in, int start, int length, int methodId) {
    return new MalformedFrame(
        ReplyCode.FRAME_ERROR, "cannot decode " + Octets.print(in, start, length), methodId);
  }
}
