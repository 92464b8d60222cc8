package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import java.util.BitSet;

/**
 * Messages of one queue on their way to a segment or back, with what the queue knows of each.
 * Handed over whole: one thread at a time has it.
 */
public final class MessageRun {
  private final Message[] messages;
  private final long[] seqs;
  private final long[] deadlines;
  private final int[] returnCounts;
  private final int[] offsets;
  private final BitSet redelivered = new BitSet();
  private int count;

  /** An empty run with room for so many. */
  public MessageRun(int capacity) {
    messages = new Message[capacity];
    seqs = new long[capacity];
    deadlines = new long[capacity];
    returnCounts = new int[capacity];
    offsets = new int[capacity];
  }

  /** Adds a message, behind those so far. */
  public void add(
      Message message, long seq, long expiresAtMs, int returnCount, boolean isRedelivered) {
    messages[count] = message;
    seqs[count] = seq;
    deadlines[count] = expiresAtMs;
    returnCounts[count] = returnCount;
    redelivered.set(count, isRedelivered);
    count++;
  }

  /** Says where in the segment's file one begins. For stores. */
  public void setOffset(int index, long offset) {
    offsets[index] = Math.toIntExact(offset);
  }

  /** Where in the segment's file one begins, once it is there. */
  public int offset(int index) {
    return offsets[index];
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** A message. */
  public Message message(int index) {
    return messages[index];
  }

  /** Its number in its queue; they grow from one to the next. */
  public long seq(int index) {
    return seqs[index];
  }

  /** Its deadline in wall time; −1 for none. */
  public long expiresAtMs(int index) {
    return deadlines[index];
  }

  /** How often it came back as failed. */
  public int returnCount(int index) {
    return returnCounts[index];
  }

  /** Whether it was handed out before. */
  public boolean isRedelivered(int index) {
    return redelivered.get(index);
  }
}
