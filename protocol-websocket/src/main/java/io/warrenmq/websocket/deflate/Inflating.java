package io.warrenmq.websocket.deflate;

import io.netty.buffer.ByteBuf;
import io.warrenmq.websocket.frame.CloseCode;
import io.warrenmq.websocket.frame.WebSocketFault;
import org.jspecify.annotations.Nullable;

/**
 * The compressed messages of a client. Has a decompressor only while one is under way, and never
 * makes more of a message than may be. Confined to its loop.
 */
public final class Inflating {
  private final LoopCodecs codecs;
  private @Nullable MessageInflater inflater;
  private long messageBytes; // so far

  /** Creates it, with no message under way. */
  public Inflating(LoopCodecs codecs) {
    this.codecs = codecs;
  }

  /**
   * Decompresses on.
   *
   * @param in compressed bytes; the reader index moves behind what was read
   * @param bytes how many of them are the message's
   * @param ends whether it ends with them
   * @param out takes what fits; if it is not full then, all was read
   * @param messageBytesMax most bytes of a message
   * @throws WebSocketFault when the bytes are not compressed ones, or too many of them
   */
  public void inflate(ByteBuf in, int bytes, boolean ends, ByteBuf out, int messageBytesMax) {
    MessageInflater current = inflater;
    if (current == null) {
      current = codecs.takeInflater();
      inflater = current;
      messageBytes = 0;
    }
    int before = out.readableBytes();
    int end = in.readerIndex() + bytes;
    current.inflate(in, bytes, out);
    if (ends && in.readerIndex() == end && out.isWritable()) {
      current.finish(out);
    }
    messageBytes += out.readableBytes() - before;
    if (messageBytes > messageBytesMax) {
      throw new WebSocketFault(
          CloseCode.TOO_BIG, "a message of more than the limit of " + messageBytesMax + " bytes");
    }
  }

  /** The message is over, or there will be no other. */
  public void release() {
    if (inflater != null) {
      codecs.giveBack(inflater);
      inflater = null;
    }
  }
}
