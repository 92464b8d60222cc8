package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.store.StoredInput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the records of a message log leave in each queue. One thread. */
abstract class LogContents implements LogRecords.Sink, LogRecords.Messages {
  private final MessageCodec codec;
  private final Map<Long, RecoveredQueue> queues = new HashMap<>();
  // The messages of the file that is being read, for enqueues that name them by their offset.
  private final Map<Long, Message> inFile = new HashMap<>();
  private long file = -1;
  private long firstFile;

  LogContents(MessageCodec codec) {
    this.codec = codec;
  }

  /** What was found, by the queues' ids. */
  final Map<Long, RecoveredQueue> queues() {
    return queues;
  }

  /**
   * Reads all records of a frame.
   *
   * @param offset where the frame's payload begins in its file
   */
  final void read(long fileNumber, long offset, StoredInput payload) {
    if (fileNumber != file) {
      file = fileNumber;
      inFile.clear();
    }
    LogRecords.read(payload, offset, codec, this, this);
  }

  /** The message that begins at an offset of the file; {@code null} when none was read there. */
  final @Nullable Message inFile(long offset) {
    return inFile.get(offset);
  }

  @Override
  public final void keep(long offset, Message message) {
    inFile.put(offset, message);
  }

  /** The number of the first file that should be there; 0 when the log says nothing of it. */
  final long firstFile() {
    return firstFile;
  }

  @Override
  public final void begins(long fileNumber) {
    firstFile = Math.max(firstFile, fileNumber);
  }

  final RecoveredQueue queue(long id) {
    return queues.computeIfAbsent(id, unseen -> new RecoveredQueue());
  }

  @Override
  public void enqueue(
      long queueId,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      Message message) {
    queue(queueId)
        .enqueue(new RecoveredQueue.Kept(seq, message, expiresAtMs, returnCount, redelivered));
  }

  @Override
  public void remove(long queueId, long firstSeq, long count) {
    queue(queueId).remove(firstSeq, count);
  }

  @Override
  public void giveBack(
      long queueId, long formerSeq, long newSeq, int returnCount, boolean redelivered) {
    queue(queueId).giveBack(formerSeq, newSeq, returnCount, redelivered);
  }

  @Override
  public void segment(long queueId, SegmentRecord segment) {
    queue(queueId).segment(segment);
  }

  @Override
  public final void segmentGone(long queueId, long number) {
    queue(queueId).segmentGone(number);
  }

  @Override
  public final void marked() {
    queues.values().forEach(RecoveredQueue::mark);
  }
}
