package io.warrenmq.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Appends frames to a {@link FrameLog}. After a failure that leaves open what is on disk, the
 * writer refuses everything. Calls block; one thread.
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
  private long salt;
  private boolean unknown; // whether something has failed, and what is on disk is not known

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
    String name = log.fileName(number);
    DiskFile opened = disk.open(name);
    long newSalt = new SecureRandom().nextLong(); // A secret, and so not of a seed.
    boolean begun = false;
    try {
      fill(opened, number, bytes, newSalt);
      // Should this fail, the file may be there after a crash and may not, whatever a later try
      // says: frames in it would not be safe.
      unknown = true;
      opened.force();
      disk.forceNames();
      unknown = false;
      position = FrameLog.BLOCK_BYTES;
      salt = newSalt;
      begun = true;
      return opened;
    } finally {
      if (!begun) {
        opened.close();
        discard(name);
      }
    }
  }

  private void fill(DiskFile opened, long number, long bytes, long newSalt) throws IOException {
    opened.truncate(0);
    opened.preallocate(bytes);
    one[0] = log.fileHeader(number, nextFrame, newSalt);
    opened.write(0, one, 1);
  }

  /** Gives back the room that a file takes which could not be begun. */
  private void discard(String name) {
    try {
      disk.delete(name);
    } catch (IOException e) {
      // The failure before is what counts. Without frames the file does no harm.
    }
  }

  private void checkUsable() throws IOException {
    if (unknown) {
      throw new IOException("an earlier failure has left open what is on disk");
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
   * the file cannot be made, because the disk is full for example, the writer still writes to the
   * last one.
   *
   * @param bytes what the file is to hold without growing
   */
  public void roll(long bytes) throws IOException {
    checkUsable();
    force();
    DiskFile before = file;
    file = begin(fileNumber + 1, bytes);
    fileNumber++;
    before.close();
  }

  /**
   * Makes room, so that the file does not have to grow with each frame: a force takes twice as long
   * then. When this fails, the file grows with its frames.
   *
   * @param bytes room for frames from the next one on, above 0
   */
  public void reserve(long bytes) throws IOException {
    file.preallocate(position + bytes);
  }

  /**
   * Writes a frame. It is not safe before {@link #force}.
   *
   * @param frame {@link FrameLog#FRAME_HEADER_BYTES} that are filled in here, then the payload up
   *     to the limit
   */
  public void append(ByteBuffer frame) throws IOException {
    checkUsable();
    FrameLog.writeFrameHeader(frame, nextFrame, forced, salt);
    int length = frame.limit();
    one[0] = frame.position(0);
    unknown = true;
    file.write(position, one, 1);
    unknown = false;
    position += FrameLog.padded(length);
    nextFrame++;
  }

  /** Makes all frames so far safe. */
  public void force() throws IOException {
    checkUsable();
    if (forced < nextFrame - 1) {
      unknown = true;
      file.force();
      unknown = false;
      forced = nextFrame - 1;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
