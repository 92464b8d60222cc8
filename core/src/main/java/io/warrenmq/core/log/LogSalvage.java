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
final class LogSalvage extends LogContents implements FrameScan.Sink {
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
  private final Map<Long, NavigableSet<Long>> lost = new HashMap<>(); // numbers, by queue

  LogSalvage(FrameLog log, MessageCodec codec) {
    super(codec);
    this.log = log;
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
    StoredInput in = new StoredInput(payload);
    try {
      read(fileNumber, offset, in);
    } catch (StoredInput.MalformedException e) {
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset + in.position(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Message at(long offset) {
    Message message = inFile(offset);
    return message == null ? LOST : message;
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
      super.enqueue(queueId, seq, expiresAtMs, returnCount, redelivered, message);
    }
  }

  @SuppressWarnings("ReferenceEquality") // it stands for others, and equals none
  private static boolean isLost(Message message) {
    return message == LOST;
  }

  @Override
  public void remove(long queueId, long firstSeq, long count) {
    lost(queueId).subSet(firstSeq, firstSeq + count).clear();
    super.remove(queueId, firstSeq, count);
  }

  @Override
  public void giveBack(
      long queueId, long formerSeq, long newSeq, int returnCount, boolean redelivered) {
    if (lost(queueId).remove(formerSeq)) {
      lost(queueId).add(newSeq);
    }
    super.giveBack(queueId, formerSeq, newSeq, returnCount, redelivered);
  }

  @Override
  public void segment(long queueId, SegmentRecord segment) {
    for (int i = 0; i < segment.seqs().count(); i++) {
      lost(queueId).remove(segment.seqs().at(i));
    }
    super.segment(queueId, segment);
  }

  @Override
  public void closed() {
    // A log that is written anew does not say so: what is in it may have been handed out.
  }
}
