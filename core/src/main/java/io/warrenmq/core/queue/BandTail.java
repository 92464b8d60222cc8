package io.warrenmq.core.queue;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a band that do not fit into memory, and those behind them:
 *
 * <pre>
 * the band's front: in memory | segments: on disk | entries: in memory, came in last
 * </pre>
 *
 * <p>Messages move from the head of the entries to a new segment, and from the segment with the
 * lowest number to the front. Segments may overlap, as there are those of messages that were out.
 * While a segment is being written its messages are still among the entries.
 */
final class BandTail {
  private final PriorityQueue<Segment> segments =
      new PriorityQueue<>(2, Comparator.comparingLong(Segment::nextSeq));
  private final SortedEntries entries = new SortedEntries();
  private boolean writing;
  private int version; // of the segments: another after something has come to be on disk

  /** Whether it can be done without. */
  boolean isEmpty() {
    return !hasMessages() && !writing;
  }

  boolean isWriting() {
    return writing;
  }

  boolean hasMessages() {
    return !segments.isEmpty() || !entries.isEmpty();
  }

  boolean hasSegments() {
    return !segments.isEmpty();
  }

  /** The segments that have something to be read, in any order. */
  List<Segment> segments() {
    return List.copyOf(segments);
  }

  /** The segment that is to be read first; {@code null} for none. */
  @Nullable Segment firstSegment() {
    return segments.peek();
  }

  /** The number of the first message in a segment; the highest there is for none. */
  long segmentsFrom() {
    Segment first = segments.peek();
    return first == null ? Long.MAX_VALUE : first.nextSeq();
  }

  /** Adds a segment with what is new in it, unless nothing of it is to be read. */
  void addSegment(Segment segment) {
    version++;
    putSegment(segment);
  }

  /** Puts a segment back of which less is to be read than before, if anything is. */
  void putSegment(Segment segment) {
    if (segment.unreadCount() > 0) {
      segments.add(segment);
    }
  }

  /** Takes a segment out: before something changes in it that is to be read first. */
  void removeSegment(Segment segment) {
    segments.remove(segment);
  }

  void removeSegments() {
    segments.clear();
  }

  SortedEntries entries() {
    return entries;
  }

  void append(Entry entry) {
    entries.append(entry);
  }

  // ---- for who looks through the segments ----

  /** Whether a spot was found before something came to be on disk. */
  int version() {
    return version;
  }

  /** Something that was out came back to a segment that stays where it is. */
  void putBack() {
    version++;
  }

  /**
   * Finds the segment that has the first message from a number on.
   *
   * @param spot takes it, with the number up to which no other has one
   */
  void find(long seq, DiskSpot spot) {
    Segment first = null;
    long firstSeq = Long.MAX_VALUE;
    long limit = Long.MAX_VALUE;
    for (Segment segment : segments) {
      long next = segment.unreadFrom(seq);
      if (next < firstSeq) {
        limit = firstSeq;
        firstSeq = next;
        first = segment;
      } else {
        limit = Math.min(limit, next);
      }
    }
    spot.set(first, seq, limit, version);
  }

  // ---- to disk ----

  /** The first entries, of about so many bytes, begin to leave. */
  MessageRun beginLeaving(long bytesMax) {
    int count = 0;
    for (long bytes = 0; count < entries.size() && bytes < bytesMax; count++) {
      bytes += entries.get(count).weight();
    }
    MessageRun run = new MessageRun(count);
    for (int i = 0; i < count; i++) {
      entries.get(i).addTo(run);
    }
    writing = true;
    return run;
  }

  /** They stay: there was no room. */
  void stay() {
    writing = false;
  }

  /**
   * They are in a segment. Those that were handed out meanwhile are crossed off there.
   *
   * @param run what {@link #beginLeaving} gave
   * @return the memory that is free now
   */
  long endLeaving(MessageRun run, Segment segment) {
    long before = entries.bytes();
    for (int i = 0; i < run.count(); i++) {
      Entry first = entries.first();
      if (first != null && first.seq == run.seq(i)) {
        entries.poll();
      } else {
        segment.crossOffUnread(i, run.message(i).bodyLength());
      }
    }
    stay();
    addSegment(segment);
    return before - entries.bytes();
  }
}
