package io.warrenmq.core.metadata;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last file of the metadata's log, into which frames are written, and the room that is taken
 * for them. Calls block; one thread at a time.
 */
final class MetadataFrames implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(MetadataFrames.class);

  private final StoredOutput out = new StoredOutput(64 << 10);
  private final FrameLogWriter file;
  private final int preallocatedBytes;
  private long reservedTo; // in the file
  private boolean hasRoom = true; // whether it was there when it was last asked for

  /**
   * Begins a file.
   *
   * @param fileNumber its number, above that of all others
   * @param nextFrame the number of the frame that is written next
   */
  MetadataFrames(Disk disk, MetadataLogOptions options, long fileNumber, long nextFrame)
      throws IOException {
    this.preallocatedBytes = options.preallocatedBytes();
    this.reservedTo = preallocatedBytes;
    this.file =
        new FrameLogWriter(disk, MetadataFiles.LOG, fileNumber, nextFrame, preallocatedBytes);
  }

  /** The number of the file. */
  long fileNumber() {
    return file.fileNumber();
  }

  /** Where the next frame goes. */
  long position() {
    return file.position();
  }

  /** Begins a frame; what is written to the output is its payload. */
  StoredOutput begin() {
    out.reset(FrameLog.FRAME_HEADER_BYTES);
    return out;
  }

  /**
   * Writes the frame that was begun. It is not safe before {@link #force}.
   *
   * @return bytes of its payload
   */
  int end() throws IOException {
    ByteBuffer frame = out.buffer().flip();
    int payload = frame.limit() - FrameLog.FRAME_HEADER_BYTES;
    takeRoom(payload); // Whether a frame has room, it says itself.
    file.append(frame);
    return payload;
  }

  /**
   * Takes room for a frame ahead of it, and for more after it.
   *
   * @return false when the disk has none, as far as is known
   */
  boolean takeRoom(int payload) {
    long frameBytes = FrameLog.paddedFrame(payload);
    if (file.position() + frameBytes > reservedTo) {
      long more = frameBytes + preallocatedBytes;
      reservedTo = file.position() + more;
      try {
        file.reserve(more);
        hasRoom = true;
      } catch (IOException e) {
        log.debug("No room is reserved: {}", e.toString());
        hasRoom = false;
      }
    }
    return hasRoom;
  }

  /** Makes all frames so far safe. */
  void force() throws IOException {
    file.force();
  }

  /** Goes on in a new file; see {@link FrameLogWriter#roll}. */
  void roll() throws IOException {
    file.roll(preallocatedBytes);
    reservedTo = preallocatedBytes;
    hasRoom = true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
