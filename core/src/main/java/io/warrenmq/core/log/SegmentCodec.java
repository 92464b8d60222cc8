package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The file of a segment:
 *
 * <pre>
 * header: magic 8 | version 4 | priority 4 | number 8 | count 8 | offset of index 8 |
 *         length of index 8 | CRC32C of the index 4 | CRC32C of these 4, padded to a block
 * then for each message: length 4 | CRC32C 4 | seq | flags 1 | deadline, when flagged | returns |
 *         message
 * index:  for each message: twice its body's length, and one more when it is durable
 * </pre>
 *
 * <p>What is not said to have a length in bytes is a varint. Thread-safe.
 */
final class SegmentCodec {
  /** Where the first message begins. */
  static final long FIRST_OFFSET = 4096;

  private static final String PREFIX = "segment-";
  private static final String SUFFIX = ".seg";
  private static final long MAGIC = 0x57415252454E5347L; // "WARRENSG"
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 56;

  /** Bytes before each message, for its length and its checksum. */
  static final int RECORD_HEADER_BYTES = 8;

  /** How much is written at a time. */
  static final int WRITE_BYTES = 1 << 20;

  private static final int REDELIVERED = 1;
  private static final int HAS_DEADLINE = 2;

  private final MessageCodec messages;

  SegmentCodec(MessageCodec messages) {
    this.messages = messages;
  }

  static String fileName(long number) {
    return "%s%010d%s".formatted(PREFIX, number, SUFFIX);
  }

  /** The number of a segment's file; −1 when it is none. */
  static long fileNumber(String name) {
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * What was read.
   *
   * @param messages one or more
   * @param nextOffset where the next one begins
   */
  record Part(MessageRun messages, long nextOffset) {}

  /**
   * A segment's index.
   *
   * @param bodyLengths of its messages
   * @param durable whether each is durable
   */
  record Index(int[] bodyLengths, boolean[] durable) {}

  // ---- writing ----

  /**
   * Writes a segment. It is not forced.
   *
   * @param out for the moment
   */
  void write(DiskFile file, StoredOutput out, long number, int priority, MessageRun run)
      throws IOException {
    ByteBuffer[] one = new ByteBuffer[1];
    long offset = FIRST_OFFSET;
    out.reset(0);
    for (int i = 0; i < run.count(); i++) {
      int start = out.size();
      run.setOffset(i, offset + start);
      out.putLong(0); // length and checksum, below
      writeMessage(out, run, i);
      ByteBuffer buffer = out.buffer();
      int length = out.size() - start - RECORD_HEADER_BYTES;
      buffer.putInt(start, length);
      buffer.putInt(start + 4, crc(buffer, start + RECORD_HEADER_BYTES, length));
      if (out.size() >= WRITE_BYTES) {
        offset += flush(file, offset, out, one);
      }
    }
    offset += flush(file, offset, out, one);
    for (int i = 0; i < run.count(); i++) {
      Message message = run.message(i);
      out.putNumber(message.bodyLength() * 2L + (message.isDurable() ? 1 : 0));
    }
    int indexLength = out.size();
    int indexCrc = crc(out.buffer(), 0, indexLength);
    flush(file, offset, out, one);
    one[0] = header(number, priority, run.count(), offset, indexLength, indexCrc);
    file.write(0, one, 1);
  }

  private static ByteBuffer header(
      long number, int priority, long count, long indexOffset, long indexLength, int indexCrc) {
    ByteBuffer header = ByteBuffer.allocate((int) FIRST_OFFSET);
    header.putLong(MAGIC).putInt(VERSION).putInt(priority).putLong(number).putLong(count);
    header.putLong(indexOffset).putLong(indexLength).putInt(indexCrc);
    header.putInt(crc(header, 0, HEADER_BYTES - 4));
    return header.position(0);
  }

  private static long flush(DiskFile file, long offset, StoredOutput out, ByteBuffer[] one)
      throws IOException {
    int bytes = out.size();
    if (bytes > 0) {
      one[0] = out.buffer().flip();
      file.write(offset, one, 1);
      out.reset(0);
    }
    return bytes;
  }

  private static void writeMessage(StoredOutput out, MessageRun run, int i) {
    long deadline = run.expiresAtMs(i);
    out.putNumber(run.seq(i));
    out.putByte(
        (run.isRedelivered(i) ? REDELIVERED : 0)
            | (deadline != LogBatch.NO_DEADLINE ? HAS_DEADLINE : 0));
    if (deadline != LogBatch.NO_DEADLINE) {
      out.putNumber(deadline);
    }
    out.putNumber(run.returnCount(i));
    MessageCodec.write(out, run.message(i));
  }

  // ---- reading ----

  /** Reads messages from an offset on: at least one, and as many as fit into so many bytes. */
  Part read(DiskFile file, long number, long offset, int bytesMax) throws IOException {
    long end = headerOf(file, number).getLong(32); // where the index begins
    int wanted = (int) Math.min(Math.max(bytesMax, RECORD_HEADER_BYTES), end - offset);
    ByteBuffer bytes = load(file, number, offset, wanted);
    if (wanted < RECORD_HEADER_BYTES) {
      throw corrupt(number, offset, "no message begins there");
    }
    int first = RECORD_HEADER_BYTES + bytes.getInt(0);
    if (first < RECORD_HEADER_BYTES || first > end - offset) {
      throw corrupt(number, offset, "a message of " + first + " bytes");
    }
    if (first > wanted) {
      bytes = load(file, number, offset, first);
    }
    return parse(bytes, number, offset);
  }

  private Part parse(ByteBuffer bytes, long number, long offset) throws IOException {
    int count = 0;
    int at = 0;
    while (at + RECORD_HEADER_BYTES <= bytes.limit()) {
      int length = bytes.getInt(at);
      if (length < 0 || length > bytes.limit() - at - RECORD_HEADER_BYTES) {
        break; // The rest of it is read next.
      }
      at += RECORD_HEADER_BYTES + length;
      count++;
    }
    MessageRun run = new MessageRun(count);
    at = 0;
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt(at);
      int payload = at + RECORD_HEADER_BYTES;
      if (crc(bytes, payload, length) != bytes.getInt(at + 4)) {
        throw corrupt(number, offset + at, "a message whose checksum is another");
      }
      try {
        readMessage(new StoredInput(bytes.slice(payload, length)), run);
        run.setOffset(i, offset + at);
      } catch (MessageCodec.UnknownFormatException e) {
        throw new UnreadFormatException(fileName(number), offset + at, e);
      } catch (StoredInput.MalformedException e) {
        throw corrupt(number, offset + at, String.valueOf(e.getMessage()));
      }
      at = payload + length;
    }
    return new Part(run, offset + at);
  }

  /** Reads what comes after a message's length and checksum. */
  void readMessage(StoredInput in, MessageRun run) {
    long seq = in.getNumber();
    int flags = in.getByte();
    long deadline = (flags & HAS_DEADLINE) != 0 ? in.getNumber() : LogBatch.NO_DEADLINE;
    int returnCount = (int) in.getNumber();
    run.add(messages.read(in), seq, deadline, returnCount, (flags & REDELIVERED) != 0);
  }

  /** Where the last message ends, as the header says. */
  long endOfMessages(DiskFile file, long number) throws IOException {
    return headerOf(file, number).getLong(32);
  }

  /** Reads the index of a segment that has so many messages. */
  Index readIndex(DiskFile file, long number, int count) throws IOException {
    ByteBuffer header = headerOf(file, number);
    if (header.getLong(24) != count) {
      throw corrupt(
          number, 24, "holds " + header.getLong(24) + " messages, and the log says " + count);
    }
    long offset = header.getLong(32);
    int length = Math.toIntExact(header.getLong(40));
    ByteBuffer bytes = load(file, number, offset, length);
    if (crc(bytes, 0, length) != header.getInt(48)) {
      throw corrupt(number, offset, "an index whose checksum is another");
    }
    StoredInput in = new StoredInput(bytes);
    int[] bodyLengths = new int[count];
    boolean[] durable = new boolean[count];
    for (int i = 0; i < count; i++) {
      long coded = in.getNumber();
      bodyLengths[i] = (int) (coded >>> 1);
      durable[i] = (coded & 1) != 0;
    }
    return new Index(bodyLengths, durable);
  }

  private static ByteBuffer headerOf(DiskFile file, long number) throws IOException {
    ByteBuffer header = load(file, number, 0, HEADER_BYTES);
    if (header.getLong(0) != MAGIC
        || header.getLong(16) != number
        || header.getInt(52) != crc(header, 0, HEADER_BYTES - 4)) {
      throw corrupt(number, 0, "no header of that segment");
    }
    if (header.getInt(8) != VERSION) {
      throw corrupt(
          number, 8, "format version " + header.getInt(8) + ", and this broker knows " + VERSION);
    }
    return header;
  }

  private static ByteBuffer load(DiskFile file, long number, long offset, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    if (file.read(offset, bytes) < count) {
      throw corrupt(number, offset, "the file ends before that");
    }
    return bytes.flip();
  }

  private static CorruptStoreException corrupt(long number, long offset, String what) {
    return new CorruptStoreException(fileName(number), offset, what);
  }

  static int crc(ByteBuffer bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, count));
    return (int) crc.getValue();
  }
}
