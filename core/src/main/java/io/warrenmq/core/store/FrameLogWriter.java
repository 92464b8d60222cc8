package io.warrenmq.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Appends frames to a {@link FrameLog}. A file is made of the spare, or under its name, and gets
 * its own name once its header is safe: so no file of the log is ever without one. After a failure
 * that leaves open what is on disk, the writer refuses everything. Calls block; one thread.
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
  private boolean hasSpare;
  private boolean unknown; // whether something has failed, and what is on disk is not known

  /**
   * Begins a file; whatever has its name is replaced.
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
    Begun first = begin(fileNumber, bytes);
    this.file = first.file;
    goOnIn(fileNumber, first);
  }

  /**
   * A file that was begun.
   *
   * @param salt of its frames
   */
  private record Begun(DiskFile file, long salt) {}

  private void goOnIn(long number, Begun begun) {
    fileNumber = number;
    file = begun.file;
    salt = begun.salt;
    position = FrameLog.BLOCK_BYTES;
  }

  private Begun begin(long number, long bytes) throws IOException {
    DiskFile opened = disk.open(log.spareName());
    Begun begun = new Begun(opened, new SecureRandom().nextLong()); // A secret, so not of a seed.
    hasSpare = false;
    boolean done = false;
    try {
      opened.truncate(bytes);
      opened.preallocate(bytes);
      one[0] = log.fileHeader(number, nextFrame, begun.salt);
      opened.write(0, one, 1);
      // Should this fail, the file may be there after a crash and may not, whatever a later try
      // says: frames in it would not be safe.
      unknown = true;
      opened.force();
      disk.rename(log.spareName(), log.fileName(number));
      disk.forceNames();
      unknown = false;
      done = true;
      return begun;
    } finally {
      if (!done) {
        opened.close();
        discardSpare();
      }
    }
  }

  /** Gives back the room that a file takes which could not be begun. */
  private void discardSpare() {
    try {
      disk.delete(log.spareName());
    } catch (IOException e) {
      // The failure before is what counts. It is not of the log, and does no harm.
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

  /** Whether no frame has been written to this file yet. */
  public boolean isEmpty() {
    return position == FrameLog.BLOCK_BYTES;
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
    Begun next = begin(fileNumber + 1, bytes);
    try {
      end();
    } catch (IOException e) {
      next.file.close();
      throw e;
    }
    file.close();
    goOnIn(fileNumber + 1, next);
  }

  /** Says in the file that the next one is there. Before frames in that one are safe. */
  private void end() throws IOException {
    unknown = true;
    one[0] = FrameLog.endMark(fileNumber + 1, salt);
    file.write(position, one, 1);
    file.force();
    unknown = false;
  }

  /**
   * Gives up an older file: it becomes the spare that the next file is made of, or goes when there
   * is one already. When this returns, the log is safely without it.
   *
   * @param number its number, below the present file's
   * @param bytesMax what a spare may take
   */
  public void giveUp(long number, long bytesMax) throws IOException {
    checkUsable();
    String name = log.fileName(number);
    if (hasSpare) {
      disk.delete(name);
      disk.forceNames();
      return;
    }
    disk.rename(name, log.spareName());
    disk.forceNames(); // Before a header is written to it, which may come to be on disk sooner.
    hasSpare = true;
    try (DiskFile spare = disk.open(log.spareName())) {
      spare.truncate(bytesMax);
    }
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
