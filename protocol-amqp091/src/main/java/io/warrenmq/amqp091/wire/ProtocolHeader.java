package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;

/**
 * The eight octets with which a client begins. AMQP 0-9-1 §4.2.2:
 *
 * <pre>
 *   'A' 'M' 'Q' 'P'  0  major  minor  revision
 * </pre>
 */
public final class ProtocolHeader {
  /** Octets of a protocol header. */
  public static final int BYTES = 8;

  private static final long AMQP_0_9_1 = 0x414D5150_00000901L;
  // The header of the 0-9 generation, which RabbitMQ serves as 0-9-1 too.
  private static final long AMQP_0_9 = 0x414D5150_01010009L;
  private static final long AMQP_1_0_SASL = 0x414D5150_03010000L;
  private static final int MAGIC = 0x414D5150;

  /** What the first octets of a connection turned out to be. */
  public enum Match {
    /** All octets so far fit, but fewer than eight are there. */
    INCOMPLETE,
    /** {@code AMQP 0 0 9 1}, or {@code AMQP 1 1 0 9}: ours. */
    AMQP_0_9_1,
    /** Another version of AMQP: answer with {@link #writeRefusal} and close. */
    OTHER_AMQP,
    /** Not AMQP at all. */
    OTHER
  }

  private ProtocolHeader() {}

  /**
   * Judges {@code available} octets (0 or more) from {@code index} on; says no as soon as no header
   * can begin so.
   */
  public static Match match(ByteBuf in, int index, int available) {
    for (int i = 0; i < Math.min(available, 4); i++) {
      if (in.getByte(index + i) != (byte) (MAGIC >>> (24 - 8 * i))) {
        return Match.OTHER;
      }
    }
    if (available < BYTES) {
      return Match.INCOMPLETE;
    }
    long header = in.getLong(index);
    return header == AMQP_0_9_1 || header == AMQP_0_9 ? Match.AMQP_0_9_1 : Match.OTHER_AMQP;
  }

  /** Writes {@code AMQP 0 0 9 1}, as a client does. */
  public static void write(ByteBuf out) {
    out.writeLong(AMQP_0_9_1);
  }

  /**
   * Writes the header that answers a wrong one, as RabbitMQ 4 does: 0-9-1's for {@code AMQP 0 0
   * 9..255 x}, and AMQP 1.0's with SASL for everything else.
   *
   * @param offered the client's eight octets, or fewer or none
   */
  public static void writeRefusal(ByteBuf out, ByteBuf offered, int index, int available) {
    boolean isNextOfKin =
        available >= BYTES
            && in48(offered, index) == AMQP_0_9_1 >>> 16
            && offered.getUnsignedByte(index + 6) >= 9;
    out.writeLong(isNextOfKin ? AMQP_0_9_1 : AMQP_1_0_SASL);
  }

  private static long in48(ByteBuf in, int index) {
    return in.getLong(index) >>> 16;
  }
}
