package io.warrenmq.amqp10.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;

/** The eight bytes that a connection, and after SASL its second half, begins with. §2.2. */
final class ProtocolHeader {
  static final int BYTES = 8;

  private static final byte[] NAME = {'A', 'M', 'Q', 'P'};
  private static final int ID_AMQP = 0;
  private static final int ID_TLS = 2;
  private static final int ID_SASL = 3;

  /** What a header asks for. */
  enum Wanted {
    /** The protocol itself. */
    AMQP,
    /** To say who it is, first. */
    SASL,
    /** Something that is not spoken here. */
    OTHER
  }

  private ProtocolHeader() {}

  /** Whether the first bytes are of AMQP 1, of whichever layer and version. */
  static Detection detect(ByteBuf first) {
    int known = first.readableBytes();
    int at = first.readerIndex();
    for (int i = 0; i < Math.min(known, NAME.length); i++) {
      if (first.getByte(at + i) != NAME[i]) {
        return Detection.NOT_MINE;
      }
    }
    if (known < 6) {
      return Detection.UNDECIDED;
    }
    int id = first.getByte(at + 4);
    int major = first.getByte(at + 5);
    boolean isMine = (id == ID_AMQP && major == 1) || id == ID_TLS || id == ID_SASL;
    return isMine ? Detection.MINE : Detection.NOT_MINE;
  }

  /** Reads a header, all of which must be there. */
  static Wanted read(ByteBuf in) {
    boolean isNamed = true;
    for (byte letter : NAME) {
      isNamed &= in.readByte() == letter;
    }
    int id = in.readByte();
    boolean isVersion1 = in.readByte() == 1 & in.readByte() == 0 & in.readByte() == 0;
    if (isNamed && isVersion1 && id == ID_AMQP) {
      return Wanted.AMQP;
    }
    return isNamed && isVersion1 && id == ID_SASL ? Wanted.SASL : Wanted.OTHER;
  }

  static void writeAmqp(ByteBuf out) {
    write(out, ID_AMQP);
  }

  static void writeSasl(ByteBuf out) {
    write(out, ID_SASL);
  }

  /** The header of SASL. */
  static byte[] sasl() {
    ByteBuf header = Unpooled.buffer(BYTES);
    writeSasl(header);
    return header.array();
  }

  private static void write(ByteBuf out, int id) {
    out.writeBytes(NAME).writeByte(id).writeByte(1).writeByte(0).writeByte(0);
  }
}
