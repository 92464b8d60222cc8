package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link FrameLog} from its first frame to its last, and finds out whether it ends as logs
 * end or is damaged. Calls block; one thread.
 */
public final class FrameLogReader {
  private static final int READ_BYTES = 1 << 20;

  private final Disk disk;
  private final FrameLog log;
  private final List<Long> numbers = new ArrayList<>();
  private long expected = -1; // the next frame's number; −1 before the first is known
  private long salt; // of the file being read
  private long nextFile; // that the file that was read says is there; 0 when it says nothing
  private long forced; // the highest frame that a later one says was safe
  // The frames at the end of the file being read of which nothing says so: number and offset.
  private final ArrayDeque<long[]> unsure = new ArrayDeque<>();
  private long unsureFrom; // from here on nothing says that the last file's bytes are safe
  private ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private long bufferAt; // where in the file the buffer's bytes come from

  /** Finds the files of a log. */
  public FrameLogReader(Disk disk, FrameLog log) throws IOException {
    this.disk = disk;
    this.log = log;
    for (String name : disk.list()) {
      long number = log.fileNumber(name);
      if (number >= 0) {
        numbers.add(number);
      }
    }
    Collections.sort(numbers);
  }

  /** Takes the frames. */
  public interface Sink {
    /**
     * One frame.
     *
     * @param fileNumber the file it is in
     * @param offset where its payload begins there
     * @param payload its bytes, with an array, only until the call returns
     * @throws CorruptStoreException when the payload is not what it should be
     */
    void frame(long fileNumber, long offset, ByteBuffer payload) throws IOException;
  }

  /**
   * Where a log ends.
   *
   * @param lastFile the number of the last file with frames; 0 when there is none
   * @param offset where in it the next frame would be
   * @param nextFrame that frame's number
   * @param tornBytes bytes after that up to the end of the last frame that a crash has torn, or
   *     that is behind one; those of a frame whose header is torn are not known
   * @param files the numbers of the files that hold frames, in order
   * @param junk the numbers of files after those, that hold nothing safe
   */
  public record End(
      long lastFile,
      long offset,
      long nextFrame,
      long tornBytes,
      List<Long> files,
      List<Long> junk) {}

  /**
   * Reads all frames.
   *
   * @return where the log ends
   * @throws CorruptStoreException when something that was safe cannot be read
   */
  public End read(Sink sink) throws IOException {
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      try (DiskFile file = disk.open(log.fileName(number))) {
        if (!readHeader(file, number, i)) {
          return endBefore(i);
        }
        long end = readFrames(file, number, sink);
        long tornBytes = tornBytes(file, number, end);
        if (i + 1 < numbers.size() && continuesIn(numbers.get(i + 1))) {
          continue;
        }
        checkNoneAfter(i + 1, number, end);
        checkNotEnded(number, end);
        return new End(
            number,
            end,
            expected,
            tornBytes,
            List.copyOf(numbers.subList(0, i + 1)),
            List.copyOf(numbers.subList(i + 1, numbers.size())));
      }
    }
    return endBefore(numbers.size());
  }

  private End endBefore(int index) {
    return new End(
        index == 0 ? 0 : numbers.get(index - 1),
        0,
        Math.max(1, expected),
        0,
        List.copyOf(numbers.subList(0, index)),
        List.copyOf(numbers.subList(index, numbers.size())));
  }

  /**
   * Reads a file's header.
   *
   * @return false when the file was being made when the broker ended, and holds nothing
   */
  private boolean readHeader(DiskFile file, long number, int index) throws IOException {
    String name = log.fileName(number);
    ByteBuffer header = block(file);
    long first = firstFrame(header, number);
    if (first < 0) {
      // The header is forced before the first frame is written: without it there are no frames.
      checkNoneAfter(index, number, 0);
      return false;
    }
    if (expected >= 0 && first != expected) {
      throw new CorruptStoreException(
          name, 24, "begins with frame " + first + " where frame " + expected + " comes next");
    }
    expected = first;
    salt = FrameLog.saltOf(header);
    return true;
  }

  /** The number of a file's first frame; −1 when the block is no header. */
  private long firstFrame(ByteBuffer block, long number) throws IOException {
    int version = FrameLog.versionOf(block);
    // Before the checksum, whose place another version may have changed. 0 is what is left of a
    // header that was not written to its end.
    if (version != FrameLog.VERSION && version != 0) {
      throw new CorruptStoreException(
          log.fileName(number),
          8,
          "format version " + version + ", and this broker knows " + FrameLog.VERSION);
    }
    return log.readFileHeader(block, number);
  }

  private boolean continuesIn(long number) throws IOException {
    try (DiskFile next = disk.open(log.fileName(number))) {
      return firstFrame(block(next), number) == expected;
    }
  }

  private static ByteBuffer block(DiskFile file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(FrameLog.BLOCK_BYTES);
    file.read(0, block);
    return block.flip();
  }

  private long readFrames(DiskFile file, long number, Sink sink) throws IOException {
    long size = file.size();
    long at = FrameLog.BLOCK_BYTES;
    bufferAt = 0;
    buffer.limit(0);
    unsure.clear();
    unsureFrom = 0;
    while (true) {
      FrameLog.FrameHeader header = headerAt(file, at, size);
      nextFile = header != null && header.isEndMark() ? header.nextFile() : 0;
      if (header == null
          || header.number() != expected
          || at + FrameLog.FRAME_HEADER_BYTES + header.length() > size) {
        return at;
      }
      load(file, at, FrameLog.FRAME_HEADER_BYTES + header.length());
      int from = (int) (at - bufferAt) + FrameLog.FRAME_HEADER_BYTES;
      if (FrameLog.crc(buffer, from, header.length()) != header.payloadCrc()) {
        return at;
      }
      sink.frame(number, at + FrameLog.FRAME_HEADER_BYTES, buffer.slice(from, header.length()));
      expected++;
      remember(header, at);
      at += FrameLog.padded(FrameLog.FRAME_HEADER_BYTES + header.length());
    }
  }

  private void remember(FrameLog.FrameHeader header, long at) {
    forced = Math.max(forced, header.forced());
    unsure.add(new long[] {header.number(), at});
    while (unsure.size() > 1 && unsure.getFirst()[0] <= forced) {
      unsure.remove();
      unsureFrom = unsure.getFirst()[1];
    }
  }

  private FrameLog.@Nullable FrameHeader headerAt(DiskFile file, long at, long size)
      throws IOException {
    if (at + FrameLog.FRAME_HEADER_BYTES > size) {
      return null;
    }
    load(file, at, FrameLog.FRAME_HEADER_BYTES);
    return FrameLog.readFrameHeader(buffer, (int) (at - bufferAt), salt);
  }

  /** Sees to it that these bytes of the file are in the buffer. */
  private void load(DiskFile file, long at, int count) throws IOException {
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

  /**
   * What there is after the end of the file's own frames, and of none of a former life.
   *
   * @throws CorruptStoreException when one of them says that the frame that cannot be read was safe
   */
  private long tornBytes(DiskFile file, long number, long end) throws IOException {
    long last = end;
    ByteBuffer bytes = bufferFor(file, end);
    for (long at = end; read(file, at, bytes); at += READ_BYTES) {
      for (int i = 0; i < bytes.limit(); i += FrameLog.BLOCK_BYTES) {
        FrameLog.FrameHeader header = FrameLog.readFrameHeader(bytes, i, salt);
        if (header == null) {
          continue;
        }
        boolean isEndMark = header.isEndMark() && at + i > end;
        if (isEndMark || (header.number() > expected && header.forced() >= expected)) {
          throw new CorruptStoreException(
              log.fileName(number),
              end,
              "frame "
                  + expected
                  + " cannot be read, and "
                  + (isEndMark ? "the file's end" : "frame " + header.number())
                  + " at offset "
                  + (at + i)
                  + " says that it was safe");
        } else if (header.isEndMark()) {
          continue;
        }
        last = Math.max(last, at + i + FrameLog.FRAME_HEADER_BYTES + header.length());
      }
    }
    return Math.min(last, file.size()) - end;
  }

  /** Fails when the last file says that there is one more. */
  private void checkNotEnded(long number, long end) throws IOException {
    if (nextFile > 0) {
      throw new CorruptStoreException(
          log.fileName(nextFile),
          0,
          (numbers.contains(nextFile) ? "the file's header cannot be read" : "the file is missing")
              + ", and file "
              + log.fileName(number)
              + " says at offset "
              + end
              + " that it is there");
    }
  }

  /**
   * Fails when the files from one on hold something: what comes before them is forced first, so
   * they are empty unless frames before them are missing.
   *
   * @param number the file in which the next frame should be
   * @param end where in it
   */
  private void checkNoneAfter(int index, long number, long end) throws IOException {
    String missing = (expected < 0 ? "the first frame" : "frame " + expected) + " cannot be read";
    for (int i = index; i < numbers.size(); i++) {
      String name = log.fileName(numbers.get(i));
      try (DiskFile later = disk.open(name)) {
        long first = firstFrame(block(later), numbers.get(i));
        if (first > Math.max(1, expected)) {
          throw new CorruptStoreException(
              log.fileName(number),
              end,
              missing + ", and file " + name + " begins with frame " + first);
        }
        long something = findSomething(later);
        if (something >= 0 && first < 0) {
          throw new CorruptStoreException(
              name, 0, "the file's header cannot be read, and it holds frames from " + something);
        } else if (something >= 0) {
          throw new CorruptStoreException(
              log.fileName(number),
              end,
              missing + ", and file " + name + " holds frames from offset " + something);
        }
      }
    }
  }

  /** The first byte after a file's header that is not zero; −1 when there is none. */
  private static long findSomething(DiskFile file) throws IOException {
    ByteBuffer bytes = bufferFor(file, FrameLog.BLOCK_BYTES);
    for (long at = FrameLog.BLOCK_BYTES; read(file, at, bytes); at += READ_BYTES) {
      for (int i = 0; i < bytes.limit(); i++) {
        if (bytes.get(i) != 0) {
          return at + i;
        }
      }
    }
    return -1;
  }

  /** For reading a file from a place to its end. */
  private static ByteBuffer bufferFor(DiskFile file, long from) throws IOException {
    return ByteBuffer.allocate((int) Math.min(READ_BYTES, Math.max(0, file.size() - from)));
  }

  /** Reads what there is at a place; false at the end. */
  private static boolean read(DiskFile file, long at, ByteBuffer into) throws IOException {
    file.read(at, into.clear());
    return into.flip().hasRemaining();
  }

  /**
   * Makes the end that was found the end for good: what was torn is cut off, files with nothing in
   * them are deleted, and what was read is made safe. Frames may be written after it in a new file.
   */
  public void repairEnd(End end) throws IOException {
    for (long number : end.junk()) {
      disk.delete(log.fileName(number));
    }
    if (end.lastFile() > 0 && end.offset() > 0) {
      try (DiskFile file = disk.open(log.fileName(end.lastFile()))) {
        file.truncate(end.offset());
        rewrite(file, unsureFrom, end.offset());
        file.force();
      }
    }
    disk.forceNames();
  }

  /**
   * Says at the end that was found that there is a file after it. Before anything in that file is
   * safe.
   *
   * @param nextFile its number
   */
  public void markEnd(End end, long nextFile) throws IOException {
    if (end.lastFile() > 0) {
      try (DiskFile file = disk.open(log.fileName(end.lastFile()))) {
        ByteBuffer mark = FrameLog.endMark(nextFile, salt);
        file.write(end.offset(), new ByteBuffer[] {mark}, 1);
        file.force();
      }
    }
  }

  /**
   * Writes bytes to where they are. After a force that failed, the kernel may take them for
   * written, and would not write them when forced again.
   */
  private static void rewrite(DiskFile file, long from, long end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES, end - from));
    for (long at = from; at < end; at += READ_BYTES) {
      bytes.clear().limit((int) Math.min(READ_BYTES, end - at));
      file.read(at, bytes);
      file.write(at, new ByteBuffer[] {bytes.flip()}, 1);
    }
  }
}
