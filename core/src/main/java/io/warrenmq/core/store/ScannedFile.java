package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A file of a log, as {@link FrameScan} looks at it. One thread. */
final class ScannedFile {
  private static final int READ_BYTES = 1 << 20;

  private final DiskFile file;
  private final long size;
  private ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES).limit(0);
  private long salt;
  private long bufferAt; // where in the file the buffer's bytes come from

  ScannedFile(DiskFile file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  /** Says with which salt its frames were written, before they are asked for. */
  void setSalt(long salt) {
    this.salt = salt;
  }

  /** Bytes in it. */
  long size() {
    return size;
  }

  /** Its first block. */
  ByteBuffer block() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(FrameLog.BLOCK_BYTES);
    file.read(0, block);
    return block.flip();
  }

  /** The header of the frame that begins at an offset; {@code null} when there is none. */
  FrameLog.@Nullable FrameHeader headerAt(long at) throws IOException {
    load(at, FrameLog.FRAME_HEADER_BYTES);
    return FrameLog.readFrameHeader(buffer, (int) (at - bufferAt), salt);
  }

  /** The bytes of what may be a frame's header. */
  ByteBuffer headerBytes(long at) throws IOException {
    load(at, FrameLog.FRAME_HEADER_BYTES);
    int from = (int) (at - bufferAt);
    return buffer.slice(from, Math.min(FrameLog.FRAME_HEADER_BYTES, buffer.limit() - from));
  }

  /** Whether the frame of this header, which is at this offset, is there whole. */
  boolean holds(FrameLog.FrameHeader header, long at) throws IOException {
    int count = header.length();
    if (at + FrameLog.FRAME_HEADER_BYTES + count > size) {
      return false;
    }
    load(at, FrameLog.FRAME_HEADER_BYTES + count);
    int from = (int) (at - bufferAt) + FrameLog.FRAME_HEADER_BYTES;
    return FrameLog.crc(buffer, from, count) == header.payloadCrc();
  }

  private void load(long at, int count) throws IOException {
    if (at >= bufferAt && at + count <= bufferAt + buffer.limit()) {
      return;
    }
    if (buffer.capacity() < count) {
      buffer = ByteBuffer.allocate(Math.toIntExact(FrameLog.padded(count)));
    }
    buffer.clear();
    bufferAt = at;
    file.read(at, buffer);
    buffer.flip();
  }
}
