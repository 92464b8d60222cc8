package io.warrenmq.core.queue;

import java.util.BitSet;

/**
 * Messages of one queue and one priority that lie in a file of their own. The file is written once
 * and never changed; what has left the queue is crossed off here. Messages are known by their place
 * in it, from 0. Each is in one of three states: <i>unread</i>, in the file alone; <i>out</i>, when
 * the queue has an {@link Entry} for it; or crossed off. What is out can become unread again, when
 * it comes back after its entry has let go of the message.
 *
 * <p>Confined to its queue's home loop.
 */
public final class Segment {
  // Reading goes on over so many that are not to be read.
  private static final int HOLE_MAX = 16;
  // More than are read at a time, however small they are.
  private static final int PLACES_MAX = 4096;

  private final long number;
  private final int priority;
  private final int count;
  private final SeqRuns seqs;
  private final boolean kept;
  private final PlaceOffsets offsets;
  private final BitSet crossedOff = new BitSet();
  private final BitSet out = new BitSet();
  private final ReturnCounts returns;
  private int liveCount;
  private int unreadCount;
  private long unreadBodyBytes;
  private long logBatch;
  private boolean marked;

  // Where reading goes on: no place before it is unread.
  private int nextPlace;
  private long nextOffset;
  private int nextUnread; // the first place that is unread; none is when it is the number of places

  /**
   * A segment that is safe on disk, of which nothing has been read.
   *
   * @param number the file's
   * @param priority the messages'
   * @param seqs the numbers of its messages
   * @param returns which of them came back since the file was written; its own from now on
   * @param firstOffset where in the file the first message begins
   * @param bodyBytes the bodies of all of them
   * @param kept whether the log knows of it
   */
  public Segment(
      long number,
      int priority,
      SeqRuns seqs,
      ReturnCounts returns,
      long firstOffset,
      long bodyBytes,
      boolean kept) {
    this.number = number;
    this.priority = priority;
    this.seqs = seqs;
    this.returns = returns;
    this.count = seqs.count();
    this.liveCount = count;
    this.unreadCount = count;
    this.nextOffset = firstOffset;
    this.unreadBodyBytes = bodyBytes;
    this.kept = kept;
    this.offsets = new PlaceOffsets(firstOffset);
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

  /** Which of its messages came back since the file was written. Not to be changed. */
  public ReturnCounts returns() {
    return returns;
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
  public void crossOff(int place) {
    if (crossedOff.get(place)) {
      return;
    }
    crossedOff.set(place);
    liveCount--;
    if (out.get(place)) {
      out.clear(place);
    } else {
      becameRead(place);
    }
  }

  /**
   * A message that is unread has left the queue.
   *
   * @param bodyBytes of its body
   */
  void crossOffUnread(int place, int bodyBytes) {
    crossOff(place);
    unreadBodyBytes -= bodyBytes;
  }

  /** All that is unread leaves the queue. */
  void crossOffUnread() {
    liveCount -= unreadCount;
    for (int place = nextUnread; place < count; place++) {
      if (!out.get(place)) {
        crossedOff.set(place);
      }
    }
    unreadCount = 0;
    unreadBodyBytes = 0;
    nextUnread = count;
  }

  // ---- reading ----

  /** Messages that are unread. */
  int unreadCount() {
    return unreadCount;
  }

  /** Bytes of the bodies of those. */
  long unreadBodyBytes() {
    return unreadBodyBytes;
  }

  /** The number of the first message that is unread; the highest there is for none. */
  long nextSeq() {
    return nextUnread == count ? Long.MAX_VALUE : seqs.at(nextUnread);
  }

  /** Whether a place is in the file alone. */
  boolean isUnread(int place) {
    return !crossedOff.get(place) && !out.get(place);
  }

  /** The place from which on it is to be read. */
  int nextPlace() {
    return nextPlace;
  }

  /** Where in the file that is. */
  long nextOffset() {
    return nextOffset;
  }

  /**
   * About how many bytes are to be read from there, to have those that are unread with few others
   * between them.
   */
  long bytesToRead() {
    int end = nextUnread;
    for (int next = end; next < count && next - end <= HOLE_MAX && end - nextPlace < PLACES_MAX; ) {
      end = nextHole(next);
      next = nextUnreadFrom(end);
    }
    return (end - nextPlace) * (unreadBodyBytes / Math.max(1, unreadCount) + 100);
  }

  private int nextHole(int place) {
    int end = count;
    int nextOut = out.nextSetBit(place);
    int nextGone = crossedOff.nextSetBit(place);
    if (nextOut >= 0) {
      end = nextOut;
    }
    if (nextGone >= 0 && nextGone < end) {
      end = nextGone;
    }
    return end;
  }

  private int nextUnreadFrom(int from) {
    int place = from;
    while (place < count && !isUnread(place)) {
      place = Math.max(out.nextClearBit(place), crossedOff.nextClearBit(place));
    }
    return Math.min(place, count);
  }

  /**
   * An unread message has an entry now.
   *
   * @param bodyBytes of its body
   */
  void takeOut(int place, int bodyBytes) {
    out.set(place);
    unreadBodyBytes -= bodyBytes;
    becameRead(place);
  }

  private void becameRead(int place) {
    unreadCount--;
    if (unreadCount == 0) {
      nextUnread = count;
    } else if (place == nextUnread) {
      do {
        nextUnread++;
      } while (!isUnread(nextUnread));
    }
  }

  // ---- for who looks through it ----

  /**
   * The place of the first message that is unread and has this number at least; the number of
   * places for none.
   */
  int placeFrom(long seq) {
    return nextUnreadFrom(Math.max(nextUnread, seqs.indexFrom(seq)));
  }

  /** The number of that message; the highest there is for none. */
  long unreadFrom(long seq) {
    int place = placeFrom(seq);
    return place == count ? Long.MAX_VALUE : seqs.at(place);
  }

  /**
   * How often one of its messages came back as failed.
   *
   * @param run what was read of the file
   * @param at of the message in the run
   */
  int returnCount(int place, MessageRun run, int at) {
    return returns.isReturned(place) ? returns.get(place) : run.returnCount(at);
  }

  /** Whether one of its messages was handed out before, or may have been. */
  boolean isRedelivered(int place, MessageRun run, int at) {
    return returns.isReturned(place) || run.isRedelivered(at) || marked;
  }

  /** Where messages begin in the file, as far as is known. */
  PlaceOffsets offsets() {
    return offsets;
  }

  // ---- and back ----

  /** So many messages from a place on were read, and taken out; the next one begins there. */
  void advance(int place, int messages, long offset) {
    if (nextPlace >= place && nextPlace < place + messages) { // Else some came back before.
      nextPlace = place + messages;
      nextOffset = offset;
    }
  }

  /**
   * A message that is out has come back, and is in the file alone again.
   *
   * @param offset where it begins there
   * @param bodyBytes of its body
   */
  void putBack(int place, long offset, int bodyBytes) {
    out.clear(place);
    unreadCount++;
    unreadBodyBytes += bodyBytes;
    if (place < nextUnread) {
      nextUnread = place;
      nextPlace = place;
      nextOffset = offset;
    }
  }

  /** A message that is out came back. */
  void onReturned(int place, int returnCount) {
    returns.set(place, returnCount);
  }

  @Override
  public String toString() {
    return "segment " + number + " of " + count + " messages";
  }
}
