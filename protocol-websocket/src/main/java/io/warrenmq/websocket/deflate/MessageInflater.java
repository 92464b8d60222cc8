package io.warrenmq.websocket.deflate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.websocket.frame.CloseCode;
import io.warrenmq.websocket.frame.WebSocketFault;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses one message after another, piece by piece. Confined to its loop. */
final class MessageInflater {
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF}; // §7.2.2: was not sent

  private final Inflater inflater = new Inflater(true);
  private final ByteBuf tail = Unpooled.wrappedBuffer(TAIL);

  /**
   * Decompresses on, until all is read or there is no more room.
   *
   * @param in compressed bytes; the reader index moves behind what was read
   * @param bytes how many of them are the message's
   * @param out takes what fits
   * @throws WebSocketFault when the bytes are not compressed ones
   */
  void inflate(ByteBuf in, int bytes, ByteBuf out) {
    int left = bytes;
    int read;
    int written;
    try {
      do {
        if (inflater.finished()) { // §7.2.3.5: the last block, and yet there may be others
          inflater.reset();
        }
        inflater.setInput(in.nioBuffer(in.readerIndex(), left));
        written = inflater.inflate(out.nioBuffer(out.writerIndex(), out.writableBytes()));
        out.writerIndex(out.writerIndex() + written);
        read = left - inflater.getRemaining();
        in.skipBytes(read);
        left -= read;
      } while (out.isWritable() && read + written > 0);
    } catch (DataFormatException e) {
      throw new WebSocketFault(CloseCode.INVALID_DATA, "bytes that are not compressed as agreed");
    }
  }

  /** Decompresses what the end of the message makes whole, until there is no more room. */
  void finish(ByteBuf out) {
    inflate(tail, tail.readableBytes(), out);
  }

  /** Before the next message. */
  void reset() {
    inflater.reset();
    tail.readerIndex(0);
  }

  void end() {
    inflater.end();
  }
}
