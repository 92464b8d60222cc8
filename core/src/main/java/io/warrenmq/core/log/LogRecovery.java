package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.StoredInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads the message log into what each queue still has. One thread. */
final class LogRecovery implements FrameLogReader.Sink, LogRecords.Sink, LogRecords.Messages {
  private final FrameLog log;
  private final MessageCodec codec;
  private final Map<Long, RecoveredQueue> queues = new HashMap<>();
  // The messages of the file that is being read, for enqueues that name them by their offset.
  private final Map<Long, Message> inFile = new HashMap<>();
  private long file = -1;
  private long highestQueueId;
  private boolean closed;
  private long firstFile; // that may be missed; 0 when the log says nothing of it

  LogRecovery(FrameLog log, MessageCodec codec) {
    this.log = log;
    this.codec = codec;
  }

  /** What was found, by the queues' ids. */
  Map<Long, RecoveredQueue> queues() {
    return queues;
  }

  /** The highest id of a queue that the log has seen; 0 for none. */
  long highestQueueId() {
    return highestQueueId;
  }

  /** Whether the last thing in the log is that it was closed in good order. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws IOException {
    if (fileNumber != file) {
      file = fileNumber;
      inFile.clear();
    }
    closed = false;
    try {
      LogRecords.read(new StoredInput(payload), offset, codec, this, this);
    } catch (MessageCodec.UnknownFormatException e) {
      throw new UnreadFormatException(log.fileName(fileNumber), offset, e);
    } catch (StoredInput.MalformedException e) {
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Message at(long offset) {
    Message message = inFile.get(offset);
    if (message == null) {
      throw new StoredInput.MalformedException("no message begins at offset " + offset);
    }
    return message;
  }

  @Override
  public void keep(long offset, Message message) {
    inFile.put(offset, message);
  }

  private RecoveredQueue queue(long id) {
    highestQueueId = Math.max(highestQueueId, id);
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
  public void segmentGone(long queueId, long number) {
    queue(queueId).segmentGone(number);
  }

  @Override
  public void marked() {
    queues.values().forEach(RecoveredQueue::mark);
  }

  @Override
  public void closed() {
    closed = true;
  }

  @Override
  public void begins(long fileNumber) {
    firstFile = Math.max(firstFile, fileNumber);
  }

  /**
   * Fails when files at the beginning are missing.
   *
   * @param present the first file that was read
   */
  void checkBeginning(long present) throws CorruptStoreException {
    if (firstFile > 0 && present > firstFile) {
      throw new CorruptStoreException(log.fileName(firstFile), 0, missing(log, present));
    }
  }

  static String missing(FrameLog log, long present) {
    return "the file is missing: the log begins with it, and not with " + log.fileName(present);
  }
}
