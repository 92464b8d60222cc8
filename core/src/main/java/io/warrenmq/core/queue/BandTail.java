package io.warrenmq.core.queue;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
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
 * While a segment is being written its messages are still among the entries: they <i>leave</i>. As
 * entries are taken from the head alone, those that are still to leave are always the first.
 */
final class BandTail {
  private final PriorityQueue<Segment> segments =
      new PriorityQueue<>(2, Comparator.comparingLong(Segment::nextSeq));
  private final EntryList entries = new EntryList();
  private int leaving; // the first of the entries
  private int left; // that were to leave with them and were handed out instead
  private boolean writing;

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

  /** Adds a segment, unless nothing of it is to be read. */
  void addSegment(Segment segment) {
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

  EntryList entries() {
    return entries;
  }

  long bytes() {
    return entries.bytes();
  }

  void append(Entry entry) {
    entries.append(entry);
  }

  /** Takes out the first of the entries. */
  @Nullable Entry poll() {
    Entry oldest = entries.poll();
    if (oldest != null && leaving > 0) {
      leaving--;
      left++;
    }
    return oldest;
  }

  void forEach(Consumer<Entry> action) {
    entries.forEach(action);
  }

  /** The first entries, of about so many bytes, begin to leave. */
  MessageRun beginLeaving(long bytesMax) {
    int count = 0;
    long bytes = 0;
    for (Entry entry = entries.first(); entry != null && bytes < bytesMax; entry = entry.next) {
      bytes += entry.weight();
      count++;
    }
    MessageRun run = new MessageRun(count);
    Entry entry = entries.first();
    for (int i = 0; i < count && entry != null; i++) {
      entry.addTo(run);
      entry = entry.next;
    }
    leaving = count;
    left = 0;
    writing = true;
    return run;
  }

  /** They stay: there was no room. */
  void stay() {
    leaving = 0;
    left = 0;
    writing = false;
  }

  /**
   * They are in a segment. Those that were handed out meanwhile are crossed off there.
   *
   * @param run what {@link #beginLeaving} gave
   * @return the memory that is free now
   */
  long endLeaving(MessageRun run, Segment segment) {
    for (int i = 0; i < left; i++) {
      segment.crossOffUnread(i, run.message(i).bodyLength());
    }
    long before = entries.bytes();
    for (int i = 0; i < leaving; i++) {
      entries.poll();
    }
    stay();
    addSegment(segment);
    return before - entries.bytes();
  }
}
