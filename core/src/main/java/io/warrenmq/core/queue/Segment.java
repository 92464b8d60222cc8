package io.warrenmq.core.queue;

import java.util.BitSet;

/**
 * Messages of one queue and one priority that lie in a file of their own. The file is written once
 * and never changed; what has left the queue is crossed off here. Messages are known by their place
 * in it, from 0. Read from the first to the last, once.
 *
 * <p>Confined to its queue's home loop.
 */
public final class Segment {
  private final long number;
  private final int priority;
  private final int count;
  private final SeqRuns seqs;
  private final boolean kept;
  private final BitSet crossedOff = new BitSet();
  private int liveCount;
  private long unreadBodyBytes;
  private long logBatch;
  private boolean marked;

  // Where reading goes on.
  private int nextIndex;
  private long nextOffset;

  /**
   * A segment that is safe on disk, of which nothing has been read.
   *
   * @param number the file's
   * @param priority the messages'
   * @param seqs the numbers of its messages
   * @param firstOffset where in the file the first message begins
   * @param bodyBytes the bodies of all of them
   * @param kept whether the log knows of it
   */
  public Segment(
      long number, int priority, SeqRuns seqs, long firstOffset, long bodyBytes, boolean kept) {
    this.number = number;
    this.priority = priority;
    this.seqs = seqs;
    this.count = seqs.count();
    this.liveCount = count;
    this.nextOffset = firstOffset;
    this.unreadBodyBytes = bodyBytes;
    this.kept = kept;
  }

  /** The number of its file, which no other has. Any thread. */
  public long number() {
    return number;
  }

  /** The priority of its messages. */
  public int priority() {
    return priority;
  }

  /** The numbers of its messages, crossed off or not. */
  public SeqRuns seqs() {
    return seqs;
  }

  /** Whether its messages may have been handed out, by a broker that ended without a word. */
  public boolean isMarked() {
    return marked;
  }

  /** Says that its messages may have been handed out, by a broker that ended without a word. */
  public void mark() {
    marked = true;
  }

  /** Whether the log knows of it: it outlives a restart. */
  public boolean isKept() {
    return kept;
  }

  /** The places that have been crossed off. Not to be changed. */
  public BitSet crossedOff() {
    return crossedOff;
  }

  /** The batch of the log with which it was last told of; see {@link Entry#logBatch}. */
  public long logBatch() {
    return logBatch;
  }

  /** The log was told of it as it is now. */
  public void becomeLogged(long batch) {
    logBatch = batch;
  }

  /** Whether all of it has left the queue. */
  public boolean isDone() {
    return liveCount == 0;
  }

  /** A message has left the queue, or lives somewhere else. */
  public void crossOff(int index) {
    if (!crossedOff.get(index)) {
      crossedOff.set(index);
      liveCount--;
    }
  }

  /**
   * A message that has not been read has left the queue.
   *
   * @param bodyBytes of its body
   */
  public void crossOffUnread(int index, int bodyBytes) {
    crossOff(index);
    unreadBodyBytes -= bodyBytes;
  }

  // ---- reading ----

  /** Whether nothing of it need be read any more. */
  boolean isRead() {
    return unreadCount() == 0;
  }

  /** Messages that are neither read nor crossed off. */
  int unreadCount() {
    return count - nextIndex - crossedOff.get(nextIndex, count).cardinality();
  }

  long unreadBodyBytes() {
    return unreadBodyBytes;
  }

  /** The number of the next message to be read, or of one after it. */
  long nextSeq() {
    return seqs.at(nextIndex);
  }

  int nextIndex() {
    return nextIndex;
  }

  /** Where the next message begins in the file. Read with {@link #nextIndex}. */
  public long nextOffset() {
    return nextOffset;
  }

  /** So many messages were read; the next one begins there. */
  void advance(int messages, long offset) {
    nextIndex += messages;
    nextOffset = offset;
  }

  void readBody(int bytes) {
    unreadBodyBytes -= bytes;
  }

  /** All that has not been read leaves the queue. */
  void crossOffUnread() {
    liveCount -= unreadCount();
    crossedOff.set(nextIndex, count);
    nextIndex = count;
    unreadBodyBytes = 0;
  }

  @Override
  public String toString() {
    return "segment " + number + " of " + count + " messages";
  }
}
