package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that its protocol has not taken yet. Holds a buffer only while there
 * are any, and one of about their size. Confined to the connection's loop.
 */
final class InputBuffer {
  private @Nullable ByteBuf unread;

  int readableBytes() {
    return unread == null ? 0 : unread.readableBytes();
  }

  /** What is unread, still owned by this; {@code null} when there is nothing. */
  @Nullable ByteBuf peek() {
    return unread;
  }

  /** Adds what was read from the socket and takes it over. */
  void add(ByteBufAllocator allocator, ByteBuf read) {
    ByteBuf old = unread;
    if (old == null || !old.isReadable()) {
      release();
      unread = read;
      return;
    }
    try {
      int bytes = read.readableBytes();
      if (old.writableBytes() < bytes) {
        // A unit in pieces: at least twice the size, so that a large one is copied a few times and
        // not once a piece.
        int need = old.readableBytes() + bytes;
        ByteBuf larger = allocator.directBuffer(Math.max(need, 2 * old.readableBytes()));
        larger.writeBytes(old);
        old.release();
        unread = larger;
        old = larger;
      }
      old.writeBytes(read);
    } finally {
      read.release();
    }
  }

  /**
   * Gives back the memory of what has been read; a large buffer with a small rest is changed for a
   * small one.
   */
  void compact(ByteBufAllocator allocator) {
    ByteBuf rest = unread;
    if (rest == null) {
      return;
    }
    if (!rest.isReadable()) {
      release();
    } else if (rest.readableBytes() < rest.capacity() / 4) {
      ByteBuf smaller = allocator.directBuffer(rest.readableBytes());
      smaller.writeBytes(rest);
      rest.release();
      unread = smaller;
    }
  }

  void release() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }
}
