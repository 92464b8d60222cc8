package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a unit of the protocol's that goes on in another frame. What lies within one
 * frame is read where it is and never comes here. Confined to its loop.
 */
final class Unread {
  private @Nullable ByteBuf bytes;

  boolean isEmpty() {
    return bytes == null;
  }

  int size() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /** Takes so many bytes over. */
  void add(ByteBuf from, int count) {
    ByteBuf into = bytes;
    if (into == null) {
      into = PooledByteBufAllocator.DEFAULT.directBuffer(count);
      bytes = into;
    } else if (into.writableBytes() < count) {
      into.discardReadBytes(); // and then, if need be, it doubles
    }
    into.writeBytes(from, count);
  }

  /** What there is; {@link #compact} is to be called when some of it was read. */
  @Nullable ByteBuf peek() {
    return bytes;
  }

  /** Gives the memory back once all is read. */
  void compact() {
    if (bytes != null && !bytes.isReadable()) {
      release();
    }
  }

  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
