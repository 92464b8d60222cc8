package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.ConfirmTarget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Commands of the queues of one loop, gathered until the writer takes them. A command that comes to
 * nothing while it is still here (a message that is published and consumed at once) is taken back,
 * and never written. Owned by the loop while it is filled, by the writer from {@link
 * LogWriter#submit} until it is told that the batch is written, by the loop again after that.
 */
final class LogBatch {
  /** A command that was taken back. */
  static final int NOTHING = 0;

  /** A message came into a queue. */
  static final int ENQUEUE = 1;

  /** A run of messages left a queue. */
  static final int REMOVE = 2;

  /** A message came back to its queue. */
  static final int RETURN = 3;

  /** All that is needed of a file of the log has been logged anew. */
  static final int RETIRED = 4;

  /** A message that the log has already is logged once more, so that its file can go. */
  static final int ENQUEUE_ANEW = 5;

  /** Messages are in a segment. */
  static final int SEGMENT = 6;

  /** A segment is needed no more. */
  static final int SEGMENT_GONE = 7;

  /** {@link #extra} of a message without a deadline. */
  static final long NO_DEADLINE = -1;

  // What a command costs beside its message.
  private static final int COMMAND_BYTES = 56;

  private static final int WORDS = 5; // of a command in numbers: head, queue, seq, extra, publish
  private static final int REFS = 2; // of a command in refs: message, confirm target
  private static final int HEAD_OP = 0xFF;
  private static final int HEAD_REDELIVERED = 0x100;
  private static final int HEAD_RETURNS_SHIFT = 32;

  // A batch that was once large does not stay so.
  private static final int KEPT_COMMANDS_MAX = 1 << 14;
  private static final int INITIAL_COMMANDS = 256;

  private final LoopLog owner;
  private long id;
  private int count;
  private int live; // commands that are not NOTHING
  private long bytes;
  private long[] numbers = new long[INITIAL_COMMANDS * WORDS];
  private @Nullable Object[] refs = new @Nullable Object[INITIAL_COMMANDS * REFS];

  LogBatch(LoopLog owner) {
    this.owner = owner;
  }

  /** Begins to be filled anew. */
  void begin(long id) {
    this.id = id;
    live = 0;
    bytes = 0;
    if (count > KEPT_COMMANDS_MAX) {
      numbers = new long[INITIAL_COMMANDS * WORDS];
      refs = new @Nullable Object[INITIAL_COMMANDS * REFS];
    } else {
      Arrays.fill(refs, 0, count * REFS, null);
    }
    count = 0;
  }

  LoopLog owner() {
    return owner;
  }

  /** Its number among its loop's, from 1. */
  long id() {
    return id;
  }

  /** Commands in it, those that were taken back included. */
  int count() {
    return count;
  }

  /** Whether there is nothing to write and nobody to tell. */
  boolean isEmpty() {
    return live == 0;
  }

  /** Roughly what it holds in memory. */
  long bytes() {
    return bytes;
  }

  // ---- filling, on the loop ----

  /** Adds an enqueue; gives its slot. */
  int enqueue(
      long queueId,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      Message message,
      @Nullable ConfirmTarget target,
      long publishId) {
    int slot = addMessage(ENQUEUE, queueId, seq, expiresAtMs, returnCount, redelivered, message);
    numbers[slot * WORDS + 4] = publishId;
    refs[slot * REFS + 1] = target;
    return slot;
  }

  /** Adds an enqueue of a message that the log has already; gives its slot. */
  int enqueueAnew(
      long queueId,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      Message message) {
    return addMessage(ENQUEUE_ANEW, queueId, seq, expiresAtMs, returnCount, redelivered, message);
  }

  private int addMessage(
      int op,
      long queueId,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      Message message) {
    int slot = add(op, queueId, seq, expiresAtMs, returnCount, redelivered);
    refs[slot * REFS] = message;
    bytes += bytesOf(message);
    return slot;
  }

  /** Adds a removal, or lengthens the run that the last one ends. */
  void remove(long queueId, long seq) {
    int last = count - 1;
    if (last >= 0
        && op(last) == REMOVE
        && queueId(last) == queueId
        && seq(last) + extra(last) == seq) {
      numbers[last * WORDS + 3]++;
      return;
    }
    add(REMOVE, queueId, seq, 1, 0, false);
  }

  /** Adds a return. */
  void giveBack(long queueId, long formerSeq, long newSeq, int returnCount, boolean redelivered) {
    add(RETURN, queueId, formerSeq, newSeq, returnCount, redelivered);
  }

  /** Adds a segment as it is. */
  void segment(long queueId, SegmentRecord segment) {
    int slot = add(SEGMENT, queueId, segment.number(), 0, 0, false);
    refs[slot * REFS] = segment;
    bytes += 20L * segment.seqs().runCount() + segment.crossedOff().size() / 4;
  }

  /** Adds the end of a segment. */
  void segmentGone(long queueId, long number) {
    add(SEGMENT_GONE, queueId, number, 0, 0, false);
  }

  /** Adds the word that a file is not needed any more. */
  void retired(long fileNumber) {
    add(RETIRED, 0, fileNumber, 0, 0, false);
  }

  /** At most what a message takes in the log, but for lists that are rarely long. */
  private static int bytesOf(Message message) {
    return message.weight()
        + 3 * (message.exchange().length() + message.routingKey().length())
        + 1000 * message.annotations().deaths().size();
  }

  private int add(
      int op, long queueId, long seq, long extra, int returnCount, boolean redelivered) {
    int slot = count++;
    int at = slot * WORDS;
    if (at == numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
      refs = Arrays.copyOf(refs, refs.length * 2);
    }
    numbers[at] = head(op, returnCount, redelivered);
    numbers[at + 1] = queueId;
    numbers[at + 2] = seq;
    numbers[at + 3] = extra;
    live++;
    bytes += COMMAND_BYTES;
    return slot;
  }

  private static long head(int op, int returnCount, boolean redelivered) {
    return op | (redelivered ? HEAD_REDELIVERED : 0) | (long) returnCount << HEAD_RETURNS_SHIFT;
  }

  /** The same, and it is another. */
  void changeEnqueue(int slot, long newSeq, int returnCount, boolean redelivered, Message changed) {
    bytes += bytesOf(changed) - bytesOf(message(slot));
    refs[slot * REFS] = changed;
    changeEnqueue(slot, newSeq, returnCount, redelivered);
  }

  /** A message of this batch came back: the enqueue tells it as it is now. */
  void changeEnqueue(int slot, long newSeq, int returnCount, boolean redelivered) {
    numbers[slot * WORDS] = head(ENQUEUE, returnCount, redelivered);
    numbers[slot * WORDS + 2] = newSeq;
  }

  /**
   * A message of this batch has left: it is not written.
   *
   * @param keepsConfirm whether its publisher is to be told with the batch all the same
   */
  void takeBack(int slot, boolean keepsConfirm) {
    bytes -= bytesOf(message(slot));
    refs[slot * REFS] = null;
    numbers[slot * WORDS] = NOTHING;
    if (!keepsConfirm || target(slot) == null) {
      refs[slot * REFS + 1] = null;
      live--;
    }
  }

  // ---- reading ----

  int op(int slot) {
    return (int) numbers[slot * WORDS] & HEAD_OP;
  }

  boolean isRedelivered(int slot) {
    return (numbers[slot * WORDS] & HEAD_REDELIVERED) != 0;
  }

  int returnCount(int slot) {
    return (int) (numbers[slot * WORDS] >>> HEAD_RETURNS_SHIFT);
  }

  long queueId(int slot) {
    return numbers[slot * WORDS + 1];
  }

  /** The message's number; the first of a run of removals; a return's former number. */
  long seq(int slot) {
    return numbers[slot * WORDS + 2];
  }

  /** An enqueue's deadline; the length of a run of removals; a return's new number. */
  long extra(int slot) {
    return numbers[slot * WORDS + 3];
  }

  long publishId(int slot) {
    return numbers[slot * WORDS + 4];
  }

  Message message(int slot) {
    Object message = refs[slot * REFS];
    assert message != null;
    return (Message) message;
  }

  SegmentRecord segment(int slot) {
    Object segment = refs[slot * REFS];
    assert segment != null;
    return (SegmentRecord) segment;
  }

  @Nullable ConfirmTarget target(int slot) {
    return (ConfirmTarget) refs[slot * REFS + 1];
  }
}
