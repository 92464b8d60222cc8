package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a connection wants to write and has not handed to its channel: one direct buffer,
 * there only while it holds something. Its size follows what the connection wrote last, so that an
 * idle connection starts small and a busy one does not grow step by step. Confined to the
 * connection's loop.
 */
final class OutputBatch {
  /** Above this many bytes a batch is worth a system call of its own. */
  static final int FULL_BYTES = 64 << 10;

  private static final int SMALLEST_BYTES = 256;

  private @Nullable ByteBuf buffer;
  private int nextBytes = SMALLEST_BYTES; // how large the next buffer will be

  boolean isEmpty() {
    return buffer == null;
  }

  /** Whether so many bytes more fit into the buffer that is there. */
  boolean hasRoom(int bytes) {
    return buffer != null && buffer.writableBytes() >= bytes;
  }

  /** The buffer, with room for so many bytes: {@link #hasRoom} or empty. */
  ByteBuf buffer(ByteBufAllocator allocator, int bytes) {
    ByteBuf current = buffer;
    if (current == null) {
      current = allocator.directBuffer(Math.max(nextBytes, bytes));
      buffer = current;
    }
    return current;
  }

  /** Takes the buffer, which the caller then owns; {@code null} when nothing was written. */
  @Nullable ByteBuf take(boolean full) {
    ByteBuf taken = buffer;
    buffer = null;
    if (taken == null) {
      return null;
    }
    if (full) {
      nextBytes = Math.min(nextBytes * 4, FULL_BYTES);
    } else if (taken.readableBytes() < nextBytes / 8) {
      nextBytes = Math.max(nextBytes / 2, SMALLEST_BYTES);
    }
    if (!taken.isReadable()) {
      taken.release();
      return null;
    }
    return taken;
  }

  void discard() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }
}
