package io.warrenmq.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends frames to a {@link FrameLog}. After a failure of anything but {@link #roll} what is on
 * disk is not known, and the writer must not be used any more. Calls block; one thread.
 */
public final class FrameLogWriter implements Closeable {
  private final Disk disk;
  private final FrameLog log;
  private final ByteBuffer[] one = new ByteBuffer[1];
  private DiskFile file;
  private long fileNumber;
  private long position;
  private long nextFrame;
  private long forced;

  /**
   * Begins a file; whatever has its name is overwritten.
   *
   * @param fileNumber the file's number, above that of all others
   * @param nextFrame the number of the frame that is written next; all before it are safe
   * @param bytes what the file is to hold without growing
   */
  public FrameLogWriter(Disk disk, FrameLog log, long fileNumber, long nextFrame, long bytes)
      throws IOException {
    this.disk = disk;
    this.log = log;
    this.nextFrame = nextFrame;
    this.forced = nextFrame - 1;
    this.fileNumber = fileNumber;
    this.file = begin(fileNumber, bytes);
  }

  private DiskFile begin(long number, long bytes) throws IOException {
    DiskFile opened = disk.open(log.fileName(number));
    boolean begun = false;
    try {
      opened.truncate(0);
      opened.preallocate(bytes);
      one[0] = log.fileHeader(number, nextFrame);
      opened.write(0, one, 1);
      opened.force();
      disk.forceNames();
      position = FrameLog.BLOCK_BYTES;
      begun = true;
      return opened;
    } finally {
      if (!begun) {
        opened.close();
      }
    }
  }

  /** The number of the file that is written to. */
  public long fileNumber() {
    return fileNumber;
  }

  /** Where the next frame goes. */
  public long position() {
    return position;
  }

  /** The number of the next frame. */
  public long nextFrame() {
    return nextFrame;
  }

  /**
   * Goes on in a new file, the next by its number. What is in the last one is forced first. When
   * this fails because the disk is full, the writer still writes to the last file.
   *
   * @param bytes what the file is to hold without growing
   */
  public void roll(long bytes) throws IOException {
    force();
    DiskFile before = file;
    file = begin(fileNumber + 1, bytes);
    fileNumber++;
    before.close();
  }

  /**
   * Writes a frame. It is not safe before {@link #force}.
   *
   * @param frame {@link FrameLog#FRAME_HEADER_BYTES} that are filled in here, then the payload up
   *     to the limit
   */
  public void append(ByteBuffer frame) throws IOException {
    FrameLog.writeFrameHeader(frame, nextFrame, forced);
    int length = frame.limit();
    one[0] = frame.position(0);
    file.write(position, one, 1);
    position += FrameLog.padded(length);
    nextFrame++;
  }

  /** Makes all frames so far safe. */
  public void force() throws IOException {
    if (forced < nextFrame - 1) {
      file.force();
      forced = nextFrame - 1;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
