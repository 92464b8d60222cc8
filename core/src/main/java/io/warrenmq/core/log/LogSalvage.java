package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoredInput;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Reads what is left of a message log into what each queue still has, as {@link LogRecovery} does
 * of a whole one. A message that was written once for several queues, in a frame that is lost, is
 * lost to all of them. One thread.
 */
final class LogSalvage implements FrameScan.Sink, LogRecords.Sink, LogRecords.Messages {
  // Stands for each message that is not there.
  private static final Message LOST =
      new Message(
          new AnyFormats().apply(""),
          new byte[0],
          0,
          true,
          Message.NO_PRIORITY,
          Message.NO_TTL,
          0,
          "",
          "",
          List.of());

  private final FrameLog log;
  private final MessageCodec codec;
  private final Map<Long, RecoveredQueue> queues = new HashMap<>();
  private final Map<Long, NavigableSet<Long>> lost = new HashMap<>(); // numbers, by queue
  private final Map<Long, Message> inFile = new HashMap<>();
  private long file = -1;
  private long firstFile;

  LogSalvage(FrameLog log, MessageCodec codec) {
    this.log = log;
    this.codec = codec;
  }

  /** What was found, by the queues' ids. */
  Map<Long, RecoveredQueue> queues() {
    return queues;
  }

  /** How many messages are known to be in a queue, outside of segments, and are lost. */
  int lostCount(long queueId) {
    NavigableSet<Long> numbers = lost.get(queueId);
    return numbers == null ? 0 : numbers.size();
  }

  @Override
  public void gap() {
    // What was in there is not known. Whatever the frames after it speak of is taken as they say.
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws CorruptStoreException {
    if (fileNumber != file) {
      file = fileNumber;
      inFile.clear();
    }
    StoredInput in = new StoredInput(payload);
    try {
      LogRecords.read(in, offset, codec, this, this);
    } catch (StoredInput.MalformedException e) {
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset + in.position(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Message at(long offset) {
    return inFile.getOrDefault(offset, LOST);
  }

  @Override
  public void keep(long offset, Message message) {
    inFile.put(offset, message);
  }

  private RecoveredQueue queue(long id) {
    return queues.computeIfAbsent(id, unseen -> new RecoveredQueue());
  }

  private NavigableSet<Long> lost(long queueId) {
    return lost.computeIfAbsent(queueId, none -> new TreeSet<>());
  }

  @Override
  public void enqueue(
      long queueId,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      Message message) {
    if (isLost(message)) {
      queue(queueId);
      lost(queueId).add(seq);
    } else {
      lost(queueId).remove(seq); // It may have been logged anew.
      queue(queueId)
          .enqueue(new RecoveredQueue.Kept(seq, message, expiresAtMs, returnCount, redelivered));
    }
  }

  @SuppressWarnings("ReferenceEquality") // it stands for others, and equals none
  private static boolean isLost(Message message) {
    return message == LOST;
  }

  @Override
  public void remove(long queueId, long firstSeq, long count) {
    lost(queueId).subSet(firstSeq, firstSeq + count).clear();
    queue(queueId).remove(firstSeq, count);
  }

  @Override
  public void giveBack(
      long queueId, long formerSeq, long newSeq, int returnCount, boolean redelivered) {
    if (lost(queueId).remove(formerSeq)) {
      lost(queueId).add(newSeq);
    }
    queue(queueId).giveBack(formerSeq, newSeq, returnCount, redelivered);
  }

  @Override
  public void segment(long queueId, SegmentRecord segment) {
    for (int i = 0; i < segment.seqs().count(); i++) {
      lost(queueId).remove(segment.seqs().at(i));
    }
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

  /** The number of the first file that should be there; 0 when the log says nothing of it. */
  long firstFile() {
    return firstFile;
  }

  @Override
  public void begins(long fileNumber) {
    firstFile = Math.max(firstFile, fileNumber);
  }

  @Override
  public void closed() {
    // A log that is written anew does not say so: what is in it may have been handed out.
  }
}
