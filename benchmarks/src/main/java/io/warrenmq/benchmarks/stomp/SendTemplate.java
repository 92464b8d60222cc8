package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.benchmarks.load.Stamp;

/**
 * The SEND frames of one publisher, which differ in a few bytes only: each is a copy of one array.
 * The body begins with a {@link Stamp}.
 */
final class SendTemplate {
  private static final int RECEIPT_DIGITS = 5;

  /** Receipts are numbers less than this one. */
  static final int RECEIPTS = 100_000;

  private final byte[] frame;
  private final int receiptIndex; // of its digits; -1 when none is asked for
  private final int bodyIndex;

  /**
   * @param bodyBytes {@link Stamp#BYTES} or more
   */
  SendTemplate(Destination destination, boolean persistent, boolean wantsReceipt, int bodyBytes) {
    ByteBuf out = Unpooled.buffer(256 + bodyBytes);
    Frames.command(out, "SEND");
    destination.ofSend(out);
    if (persistent) {
      Frames.header(out, "persistent", "true");
    }
    // The stamp may have a NUL in it.
    Frames.header(out, "content-length", Integer.toString(bodyBytes));
    if (wantsReceipt) {
      Frames.header(out, "receipt", "0".repeat(RECEIPT_DIGITS));
    }
    receiptIndex = wantsReceipt ? out.writerIndex() - 1 - RECEIPT_DIGITS : -1;
    out.writeByte('\n');
    bodyIndex = out.writerIndex();
    for (int index = 0; index < bodyBytes; index++) {
      out.writeByte('a' + index % 26);
    }
    out.writeByte(0);
    frame = new byte[out.readableBytes()];
    out.readBytes(frame);
  }

  /** Of each of its frames. */
  int frameBytes() {
    return frame.length;
  }

  /**
   * Appends one frame.
   *
   * @param receipt less than {@link #RECEIPTS}; not looked at when none is asked for
   */
  void write(ByteBuf out, int receipt, long dueNs, int publisher, int sequence) {
    int start = out.writerIndex();
    out.writeBytes(frame);
    if (receiptIndex >= 0) {
      int rest = receipt;
      for (int digit = RECEIPT_DIGITS - 1; digit >= 0; digit--) {
        out.setByte(start + receiptIndex + digit, '0' + rest % 10);
        rest /= 10;
      }
    }
    Stamp.set(out, start + bodyIndex, dueNs, publisher, sequence);
  }
}
