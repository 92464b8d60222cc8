package io.warrenmq.websocket.deflate;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Compresses messages, each for itself: it refers to nothing before it. Confined to its loop. */
public final class MessageDeflater {
  // More than zlib adds to bytes that cannot be compressed, with the end of a message.
  private static final int ADDED_BYTES_MAX = 64;
  private static final int TAIL_BYTES = 4; // of an empty block, which is not sent: §7.2.1

  // Speed: a level more costs more than it saves on a network that carries messages.
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  MessageDeflater() {}

  /**
   * Compresses a message.
   *
   * @param message its reader index does not move
   * @param out takes the compressed bytes
   */
  public void deflate(ByteBuf message, ByteBuf out) {
    int bytes = message.readableBytes();
    deflater.setInput(message.nioBuffer());
    out.ensureWritable(bytes + bytes / 1000 + ADDED_BYTES_MAX);
    int written;
    do {
      ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
      written = deflater.deflate(room, Deflater.SYNC_FLUSH);
      out.writerIndex(out.writerIndex() + written);
      out.ensureWritable(ADDED_BYTES_MAX);
    } while (written > 0);
    deflater.reset();
    out.writerIndex(out.writerIndex() - TAIL_BYTES);
  }
}
