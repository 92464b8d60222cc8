package io.warrenmq.core.log;

import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.queue.SeqRuns;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.StoreDamage;
import io.warrenmq.core.store.StoredInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a segment that can be read, also of a damaged one, and its damages. After a
 * message that cannot be read the next one is looked for behind it, then at every byte: what has
 * the checksum that it should have, and a number that the log says is to come. Confined to its
 * user.
 */
final class SegmentScan {
  private final SegmentCodec codec;
  private final SegmentRecord record;
  private final List<StoreDamage> damages = new ArrayList<>();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int end; // of the messages
  private int next; // the place of the next message among the segment's
  private MessageRun messages = new MessageRun(0);

  private SegmentScan(SegmentCodec codec, SegmentRecord record) {
    this.codec = codec;
    this.record = record;
  }

  /**
   * Reads all of a segment into memory.
   *
   * @param record what the log says of it
   */
  static SegmentScan of(DiskFile file, SegmentRecord record, SegmentCodec codec)
      throws IOException {
    SegmentScan scan = new SegmentScan(codec, record);
    scan.bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    file.read(0, scan.bytes);
    scan.bytes.flip();
    scan.end = scan.bytes.limit();
    try {
      long says = codec.endOfMessages(file, record.number());
      if (says <= scan.end) {
        scan.end = (int) says;
      }
      codec.readIndex(file, record.number(), record.seqs().count());
    } catch (CorruptStoreException e) {
      scan.damages.add(StoreDamage.of(e));
    } catch (StoredInput.MalformedException | ArithmeticException e) {
      scan.damage(0, "an index that is none: " + e.getMessage());
    }
    scan.readMessages();
    return scan;
  }

  /** What is wrong with it. */
  List<StoreDamage> damages() {
    return damages;
  }

  /** Bytes of the file. */
  long fileBytes() {
    return bytes.limit();
  }

  /** The messages that can be read, those that are crossed off included. */
  MessageRun messages() {
    return messages;
  }

  private void readMessages() {
    SeqRuns seqs = record.seqs();
    messages = new MessageRun(seqs.count());
    int at = (int) SegmentCodec.FIRST_OFFSET;
    while (next < seqs.count()) {
      int found = isMessage(at) ? at : nextAfter(at);
      if (found != at) {
        damage(
            at,
            "message "
                + (next + 1)
                + " of "
                + seqs.count()
                + " cannot be read"
                + (found < 0 ? ", nor any after it" : ""));
      }
      if (found < 0) {
        return;
      }
      at = take(found);
    }
    if (damages.isEmpty() && messages.count() < seqs.count()) {
      damage(at, "holds " + messages.count() + " messages, and the log says " + seqs.count());
    }
  }

  /** The next place at which a message begins that can be read; −1 when there is none. */
  private int nextAfter(int at) {
    if (at + SegmentCodec.RECORD_HEADER_BYTES <= end) {
      long behind = (long) at + SegmentCodec.RECORD_HEADER_BYTES + bytes.getInt(at);
      if (behind > at && behind < end && isMessage((int) behind)) {
        return (int) behind;
      }
    }
    for (int i = at + 1; i + SegmentCodec.RECORD_HEADER_BYTES < end; i++) {
      if (isMessage(i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isMessage(int at) {
    int payload = at + SegmentCodec.RECORD_HEADER_BYTES;
    if (payload >= end) {
      return false;
    }
    int length = bytes.getInt(at);
    if (length <= 0 || length > end - payload) {
      return false;
    }
    try {
      // Before the checksum, as it costs less.
      long seq = new StoredInput(bytes.slice(payload, length)).getNumber();
      return record.seqs().indexOf(seq) >= next
          && SegmentCodec.crc(bytes, payload, length) == bytes.getInt(at + 4);
    } catch (StoredInput.MalformedException e) {
      return false;
    }
  }

  /** Reads a message; gives where it ends. */
  private int take(int at) {
    int length = bytes.getInt(at);
    int payload = at + SegmentCodec.RECORD_HEADER_BYTES;
    ByteBuffer message = bytes.slice(payload, length);
    next = record.seqs().indexOf(new StoredInput(message.duplicate()).getNumber()) + 1;
    try {
      codec.readMessage(new StoredInput(message), messages);
    } catch (StoredInput.MalformedException e) {
      damage(at, String.valueOf(e.getMessage()));
    }
    return payload + length;
  }

  private void damage(int offset, String what) {
    damages.add(new StoreDamage(SegmentCodec.fileName(record.number()), offset, what));
  }
}
