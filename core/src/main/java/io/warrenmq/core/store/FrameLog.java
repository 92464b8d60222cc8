package io.warrenmq.core.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A log of frames over numbered files. A frame is what is written at a time and read back whole or
 * not at all. Everything begins at a multiple of {@link #BLOCK_BYTES}, so that no write touches
 * what was safe before; numbers are big-endian:
 *
 * <pre>
 * file:   header, padded to a block; then frames, each padded to a block; then what is left of a
 *         former life, or zeros
 *
 * header: magic 8 | version 4 | kind 4 | file number 8 | first frame number 8 | salt 8 |
 *         CRC32C of these 4
 * frame:  magic 4 | payload length 4 | frame number 8 | forced 8 | CRC32C of payload 4 |
 *         CRC32C of the file's salt and these 4 | payload
 * </pre>
 *
 * <p>Frame numbers count up by one over all files. <i>Forced</i> is the highest frame known to be
 * safe when this one was written: it tells damage from a tail that a crash has torn. A frame that
 * cannot be read is damage when a later one says that it was safe, and the torn end otherwise. The
 * salt is a file's secret: without it, a client could send what looks like a later frame, and a
 * crash that tears that message would be taken for damage. It also tells the frames of a file from
 * those that were in it before: a file that is not needed any more is kept as a spare, and is begun
 * anew under the next number.
 *
 * <p>When the next file is there, safe and without frames, the last one is ended by a mark: the
 * header of a frame with number 0 and no payload, whose <i>forced</i> is the next file's number. So
 * a file that has gone is missed, be it the last one.
 *
 * @param prefix what file names begin with; a number of eight digits and {@code .log} follow
 * @param kind a number in each file's header, so that no file is taken for another log's
 */
public record FrameLog(String prefix, int kind) {
  /** What frames and headers are padded to. */
  public static final int BLOCK_BYTES = 4096;

  /** Bytes before a frame's payload, which the writer fills in. */
  public static final int FRAME_HEADER_BYTES = 32;

  static final int VERSION = 1;

  private static final long FILE_MAGIC = 0x57415252454E4C47L; // "WARRENLG"
  private static final int FRAME_MAGIC = 0x57464D45; // "WFME"
  private static final int FILE_HEADER_BYTES = 44;
  private static final long END_MARK = 0; // frames are counted from 1
  private static final String SUFFIX = ".log";

  /** The file of that number. */
  public String fileName(long number) {
    return "%s%08d%s".formatted(prefix, number, SUFFIX);
  }

  /** The file that is kept for the next one to be made of. */
  public String spareName() {
    return prefix + "spare" + SUFFIX;
  }

  /** The number of a file; −1 when it is none of this log's. */
  public long fileNumber(String name) {
    if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) {
      return -1;
    }
    String digits = name.substring(prefix.length(), name.length() - SUFFIX.length());
    if (digits.length() < 8 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1; // More digits than a number has.
    }
  }

  /** Bytes that a frame takes in its file. */
  public static long paddedFrame(int payloadBytes) {
    return padded((long) FRAME_HEADER_BYTES + payloadBytes);
  }

  static long padded(long bytes) {
    return (bytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
  }

  ByteBuffer fileHeader(long fileNumber, long firstFrame, long salt) {
    ByteBuffer header = ByteBuffer.allocate(BLOCK_BYTES);
    header.putLong(FILE_MAGIC).putInt(VERSION).putInt(kind);
    header.putLong(fileNumber).putLong(firstFrame).putLong(salt);
    header.putInt(crc(header, 0, FILE_HEADER_BYTES - 4));
    return header.position(0);
  }

  /**
   * Reads a file's header.
   *
   * @return the first frame's number; −1 when this is no header of that file
   */
  long readFileHeader(ByteBuffer block, long fileNumber) {
    return block.limit() >= FILE_HEADER_BYTES
            && block.getLong(0) == FILE_MAGIC
            && block.getInt(12) == kind
            && block.getLong(16) == fileNumber
            && block.getInt(FILE_HEADER_BYTES - 4) == crc(block, 0, FILE_HEADER_BYTES - 4)
        ? block.getLong(24)
        : -1;
  }

  /** The salt in a header that {@link #readFileHeader} has read. */
  static long saltOf(ByteBuffer block) {
    return block.getLong(32);
  }

  /** The version a file's header names, whatever else is in it; 0 when it is none. */
  static int versionOf(ByteBuffer block) {
    return block.limit() >= 12 && block.getLong(0) == FILE_MAGIC ? block.getInt(8) : 0;
  }

  /** Fills in the header before a payload that ends at the buffer's limit. */
  static void writeFrameHeader(ByteBuffer frame, long number, long forced, long salt) {
    int length = frame.limit() - FRAME_HEADER_BYTES;
    frame.putInt(0, FRAME_MAGIC).putInt(4, length).putLong(8, number).putLong(16, forced);
    frame.putInt(24, crc(frame, FRAME_HEADER_BYTES, length));
    frame.putInt(28, headerCrc(frame, 0, salt));
  }

  /** What ends a file: see above. */
  static ByteBuffer endMark(long nextFile, long salt) {
    ByteBuffer mark = ByteBuffer.allocate(FRAME_HEADER_BYTES);
    writeFrameHeader(mark, END_MARK, nextFile, salt);
    return mark;
  }

  /**
   * What a frame's header says.
   *
   * @param length bytes of payload
   * @param number its number
   * @param forced the highest frame that was safe when it was written
   * @param payloadCrc the payload's CRC32C
   */
  record FrameHeader(int length, long number, long forced, int payloadCrc) {
    /** Whether it is no frame's, but ends the file, as there is a next one. */
    boolean isEndMark() {
      return number == END_MARK;
    }

    /** The number of the file that an end mark speaks of. */
    long nextFile() {
      return forced;
    }
  }

  /** Reads a frame's header at a place in the buffer; {@code null} when there is none. */
  static @Nullable FrameHeader readFrameHeader(ByteBuffer from, int at, long salt) {
    if (from.limit() - at < FRAME_HEADER_BYTES
        || from.getInt(at) != FRAME_MAGIC
        || from.getInt(at + 28) != headerCrc(from, at, salt)) {
      return null;
    }
    return frameHeaderOfAnySalt(from, at);
  }

  /** The same for who does not know the salt: nothing says that what is there was written so. */
  static @Nullable FrameHeader frameHeaderOfAnySalt(ByteBuffer from, int at) {
    if (from.limit() - at < FRAME_HEADER_BYTES || from.getInt(at) != FRAME_MAGIC) {
      return null;
    }
    int length = from.getInt(at + 4);
    return length < 0
        ? null
        : new FrameHeader(
            length, from.getLong(at + 8), from.getLong(at + 16), from.getInt(at + 24));
  }

  /** The checksum that a frame's header has with a salt. */
  static int headerCrc(ByteBuffer frame, int at, long salt) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(0, salt));
    crc.update(frame.slice(at, FRAME_HEADER_BYTES - 4));
    return (int) crc.getValue();
  }

  static int crc(ByteBuffer bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, count));
    return (int) crc.getValue();
  }
}
