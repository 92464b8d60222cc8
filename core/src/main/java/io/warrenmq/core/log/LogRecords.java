package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.ReturnCounts;
import io.warrenmq.core.queue.SeqRuns;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.util.BitSet;

/**
 * The records in the frames of the message log, one after another:
 *
 * <pre>
 * enqueue  1 | flags 1 | queue | seq | deadline, when flagged | returns | message or its offset
 * remove   2 | queue | first seq | count
 * return   3 | flags 1 | queue | former seq | new seq | returns
 * closed   4
 * segment  5 | flags 1 | queue | number | priority | runs of seqs | runs of places crossed off | 0 |
 *          runs of places that came back, when flagged, and 0
 * gone     6 | queue | number of segment
 * marked   7
 * begins   8 | number of file
 * </pre>
 *
 * <p>Where an enqueue is flagged so, its message is that of an earlier enqueue in the same file: it
 * gives the offset at which that message begins. Runs of seqs are their number, then for each its
 * first seq and its length; of places, for each one more than the first, its length, and, of those
 * that came back, how often. All numbers but flags are varints.
 */
final class LogRecords {
  static final int ENQUEUE = 1;
  static final int REMOVE = 2;
  static final int RETURN = 3;
  static final int CLOSED = 4;
  static final int SEGMENT = 5;
  static final int SEGMENT_GONE = 6;
  static final int MARKED = 7;
  static final int BEGINS = 8;

  private static final int REDELIVERED = 1;
  private static final int HAS_DEADLINE = 2;
  private static final int MESSAGE_ELSEWHERE = 4;
  private static final int HAS_RETURNS = 8;

  // A message's place: the number of its file above these, and its offset there in them.
  private static final long LOW_BITS = 0xFFFF_FFFFL;

  private LogRecords() {}

  /** Takes what is read. */
  interface Sink {
    void enqueue(
        long queueId,
        long seq,
        long expiresAtMs,
        int returnCount,
        boolean redelivered,
        Message message);

    void remove(long queueId, long firstSeq, long count);

    void giveBack(long queueId, long formerSeq, long newSeq, int returnCount, boolean redelivered);

    void segment(long queueId, SegmentRecord segment);

    void segmentGone(long queueId, long number);

    /** Any message so far may have been handed out. */
    void marked();

    /** The log was closed in good order. */
    void closed();

    /** The log begins with this file, or a later one; those before it may have gone. */
    void begins(long fileNumber);
  }

  /** Finds and keeps messages that are written once for several queues. */
  interface Messages {
    Message at(long offset);

    void keep(long offset, Message message);
  }

  /**
   * Writes an enqueue. A message that goes to several queues is written once in a file: the first
   * enqueue has it, the others say where it is.
   *
   * @param out a frame that is begun, to be appended to the file next
   * @param file tells where that will be
   */
  static void writeEnqueue(
      StoredOutput out,
      FrameLogWriter file,
      long queueId,
      long seq,
      long deadline,
      int returnCount,
      boolean redelivered,
      Message message) {
    long place = message.logPlace();
    boolean isInFile = place != 0 && place >>> 32 == (file.fileNumber() & LOW_BITS);
    out.putByte(ENQUEUE);
    out.putByte(
        (redelivered ? REDELIVERED : 0)
            | (deadline != LogBatch.NO_DEADLINE ? HAS_DEADLINE : 0)
            | (isInFile ? MESSAGE_ELSEWHERE : 0));
    out.putNumber(queueId);
    out.putNumber(seq);
    if (deadline != LogBatch.NO_DEADLINE) {
      out.putNumber(deadline);
    }
    out.putNumber(returnCount);
    if (isInFile) {
      out.putNumber(place & LOW_BITS);
    } else {
      message.logPlace(file.fileNumber() << 32 | (file.position() + out.size()));
      MessageCodec.write(out, message);
    }
  }

  static void writeRemove(StoredOutput out, LogBatch batch, int slot) {
    out.putByte(REMOVE);
    out.putNumber(batch.queueId(slot));
    out.putNumber(batch.seq(slot));
    out.putNumber(batch.extra(slot));
  }

  static void writeReturn(StoredOutput out, LogBatch batch, int slot) {
    out.putByte(RETURN);
    out.putByte(batch.isRedelivered(slot) ? REDELIVERED : 0);
    out.putNumber(batch.queueId(slot));
    out.putNumber(batch.seq(slot));
    out.putNumber(batch.extra(slot));
    out.putNumber(batch.returnCount(slot));
  }

  static void writeSegment(StoredOutput out, LogBatch batch, int slot) {
    writeSegment(out, batch.queueId(slot), batch.segment(slot));
  }

  static void writeSegment(StoredOutput out, long queueId, SegmentRecord segment) {
    out.putByte(SEGMENT);
    ReturnCounts returns = segment.returns();
    boolean cameBack = returns.next(0) >= 0;
    out.putByte((segment.marked() ? REDELIVERED : 0) | (cameBack ? HAS_RETURNS : 0));
    out.putNumber(queueId);
    out.putNumber(segment.number());
    out.putNumber(segment.priority());
    SeqRuns seqs = segment.seqs();
    out.putNumber(seqs.runCount());
    for (int i = 0; i < seqs.runCount(); i++) {
      out.putNumber(seqs.runFirst(i));
      out.putNumber(seqs.runLength(i));
    }
    BitSet crossedOff = segment.crossedOff();
    for (int from = crossedOff.nextSetBit(0); from >= 0; ) {
      int to = crossedOff.nextClearBit(from);
      out.putNumber(from + 1L);
      out.putNumber(to - from);
      from = crossedOff.nextSetBit(to);
    }
    out.putNumber(0);
    if (cameBack) {
      writeReturns(out, returns);
    }
  }

  private static void writeReturns(StoredOutput out, ReturnCounts returns) {
    for (int from = returns.next(0); from >= 0; ) {
      int to = returns.endOfRun(from);
      out.putNumber(from + 1L);
      out.putNumber(to - from);
      out.putNumber(returns.get(from));
      from = returns.next(to);
    }
    out.putNumber(0);
  }

  private static SegmentRecord readSegment(StoredInput in, int flags) {
    long number = in.getNumber();
    int priority = (int) in.getNumber();
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    for (int runs = in.getCount(); runs > 0; runs--) {
      seqs.add(in.getNumber(), (int) in.getNumber());
    }
    BitSet crossedOff = new BitSet();
    for (long from; (from = in.getNumber()) != 0; ) {
      int first = (int) (from - 1);
      crossedOff.set(first, first + (int) in.getNumber());
    }
    SeqRuns all = seqs.build();
    ReturnCounts returns = new ReturnCounts(all.count());
    for (long from; (flags & HAS_RETURNS) != 0 && (from = in.getNumber()) != 0; ) {
      returns.set((int) (from - 1), (int) in.getNumber(), (int) in.getNumber());
    }
    return new SegmentRecord(
        number, priority, all, crossedOff, returns, (flags & REDELIVERED) != 0);
  }

  static void writeSegmentGone(StoredOutput out, LogBatch batch, int slot) {
    out.putByte(SEGMENT_GONE);
    out.putNumber(batch.queueId(slot));
    out.putNumber(batch.seq(slot));
  }

  static void writeMarked(StoredOutput out) {
    out.putByte(MARKED);
  }

  static void writeClosed(StoredOutput out) {
    out.putByte(CLOSED);
  }

  /** Every file has one in its first frame, and there is one before a file goes. */
  static void writeBegins(StoredOutput out, long fileNumber) {
    out.putByte(BEGINS);
    out.putNumber(fileNumber);
  }

  /**
   * Reads all records of a frame.
   *
   * @param offset where the frame's payload begins in its file
   * @throws StoredInput.MalformedException when there is something else in it
   */
  static void read(StoredInput in, long offset, MessageCodec codec, Messages messages, Sink sink) {
    int start = in.position();
    while (in.hasMore()) {
      int kind = in.getByte();
      switch (kind) {
        case ENQUEUE -> {
          int flags = in.getByte();
          long queueId = in.getNumber();
          long seq = in.getNumber();
          long deadline = (flags & HAS_DEADLINE) != 0 ? in.getNumber() : LogBatch.NO_DEADLINE;
          int returnCount = (int) in.getNumber();
          Message message;
          if ((flags & MESSAGE_ELSEWHERE) != 0) {
            message = messages.at(in.getNumber());
          } else {
            long at = offset + in.position() - start;
            message = codec.read(in);
            messages.keep(at, message);
          }
          sink.enqueue(queueId, seq, deadline, returnCount, (flags & REDELIVERED) != 0, message);
        }
        case REMOVE -> sink.remove(in.getNumber(), in.getNumber(), in.getNumber());
        case RETURN -> {
          int flags = in.getByte();
          sink.giveBack(
              in.getNumber(),
              in.getNumber(),
              in.getNumber(),
              (int) in.getNumber(),
              (flags & REDELIVERED) != 0);
        }
        case SEGMENT -> {
          int flags = in.getByte();
          sink.segment(in.getNumber(), readSegment(in, flags));
        }
        case SEGMENT_GONE -> sink.segmentGone(in.getNumber(), in.getNumber());
        case MARKED -> sink.marked();
        case CLOSED -> sink.closed();
        case BEGINS -> sink.begins(in.getNumber());
        default ->
            throw new StoredInput.MalformedException("no record of the log has the number " + kind);
      }
    }
  }
}
