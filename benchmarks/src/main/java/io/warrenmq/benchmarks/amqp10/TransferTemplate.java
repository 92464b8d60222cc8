package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.benchmarks.load.Stamp;

/**
 * The transfer frames of one link, on channel 0 with handle 0, which differ in a few bytes only:
 * each is a copy of one array. The payload, one data section, begins with a {@link Stamp}.
 */
final class TransferTemplate {
  private static final int FRAME_HEADER_BYTES = 8;

  private final byte[] frame;
  private final int idIndex;
  private final int tagIndex;
  private final int payloadIndex;

  /**
   * @param payloadBytes {@link Stamp#BYTES} or more
   */
  TransferTemplate(int payloadBytes, boolean durable, boolean settled) {
    ByteBuf out = Unpooled.buffer(64 + payloadBytes);
    out.writeZero(FRAME_HEADER_BYTES);
    described(out, Codes.TRANSFER);
    out.writeByte(Codes.LIST_8);
    int list = out.writerIndex();
    out.writeZero(1).writeByte(5); // of its bytes, patched below, and of its fields
    out.writeByte(Codes.UINT_0); // handle
    out.writeByte(Codes.UINT);
    idIndex = out.writerIndex();
    out.writeZero(4);
    out.writeByte(Codes.BINARY_8).writeByte(4);
    tagIndex = out.writerIndex();
    out.writeZero(4);
    out.writeByte(Codes.UINT_0); // message format
    out.writeByte(settled ? Codes.TRUE : Codes.FALSE);
    out.setByte(list, out.writerIndex() - list - 1);
    // Said in either case: without a header RabbitMQ 4.0 takes a message for durable.
    described(out, Codes.HEADER);
    out.writeByte(Codes.LIST_8).writeByte(2).writeByte(1);
    out.writeByte(durable ? Codes.TRUE : Codes.FALSE);
    described(out, Codes.DATA);
    out.writeByte(Codes.BINARY_32).writeInt(payloadBytes);
    payloadIndex = out.writerIndex();
    for (int index = 0; index < payloadBytes; index++) {
      out.writeByte('a' + index % 26);
    }
    out.setInt(0, out.writerIndex());
    out.setByte(4, 2); // where the body begins, in units of four bytes
    frame = new byte[out.readableBytes()];
    out.readBytes(frame);
  }

  private static void described(ByteBuf out, int descriptor) {
    out.writeByte(Codes.DESCRIBED).writeByte(Codes.SMALL_ULONG).writeByte(descriptor);
  }

  /** Of each of its frames. */
  int frameBytes() {
    return frame.length;
  }

  /** Appends one frame; the delivery's tag is its id. */
  void write(ByteBuf out, int deliveryId, long dueNs, int publisher, int sequence) {
    int start = out.writerIndex();
    out.writeBytes(frame);
    out.setInt(start + idIndex, deliveryId);
    out.setInt(start + tagIndex, deliveryId);
    Stamp.set(out, start + payloadIndex, dueNs, publisher, sequence);
  }
}
