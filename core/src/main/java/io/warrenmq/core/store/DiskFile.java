package io.warrenmq.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. One thread writes; others may read at the same time. */
public interface DiskFile extends Closeable {
  /** Bytes in the file, preallocated ones included. */
  long size() throws IOException;

  /**
   * Writes all that remains in the buffers, one after another; the file grows as needed. After a
   * failure any part may have been written.
   *
   * @param position where, 0 or more; beyond the end the gap is filled with zeros
   * @param buffers the bytes; their positions move to their limits
   * @param count how many of the buffers, 1 or more
   */
  void write(long position, ByteBuffer[] buffers, int count) throws IOException;

  /**
   * Reads until the buffer is full or the file ends.
   *
   * @param position where, 0 or more
   * @return how many bytes were read; 0 at or beyond the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  /**
   * Makes the bytes written so far, and the size, survive a crash. After a failure what was written
   * since the last success may be lost for good, even if a later call succeeds: the file must not
   * be trusted any more.
   */
  void force() throws IOException;

  /**
   * Fills the file with zeros from its end up to a size, so that later writes do not have to make
   * it grow. Does nothing when it is larger.
   */
  void preallocate(long bytes) throws IOException;

  /** Cuts the file. Does nothing when it is shorter. */
  void truncate(long bytes) throws IOException;

  @Override
  void close() throws IOException;
}
