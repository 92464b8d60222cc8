package io.warrenmq.core.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one priority, by sequence number: those that have not been handed out,
 * which come in order, and those that came back, which take their old place. Of the former, all are
 * in memory as long as they are few; when they are many, only the first and the last are, and the
 * others on disk: see {@link BandTail}. Those on disk may come before any in memory, when they came
 * back after their entries had let go of them.
 */
final class Band {
  private final SortedEntries front = new SortedEntries(); // to be handed out next
  private @Nullable BandTail tail; // what comes after those, when there is something on disk
  private final SortedEntries returned = new SortedEntries();

  boolean isEmpty() {
    return front.isEmpty() && returned.isEmpty() && (tail == null || !tail.hasMessages());
  }

  /** Whether what comes next is on disk. */
  boolean isAwaitingRead() {
    return tail != null && tail.hasSegments() && peek() == null;
  }

  void append(Entry entry) {
    if (tail == null) {
      front.append(entry);
    } else {
      tail.append(entry);
    }
  }

  /** The first message; {@code null} when there is none, or it is on disk. */
  @Nullable Entry peek() {
    Entry first = firstFresh();
    Entry back = returned.first();
    if (back != null && (first == null || back.seq < first.seq)) {
      first = back;
    }
    return first != null && isBeforeSegments(first) ? first : null;
  }

  /** The first in memory of those that have not come back. */
  private @Nullable Entry firstFresh() {
    Entry fresh = front.first();
    return fresh != null || tail == null ? fresh : tail.entries().first();
  }

  private boolean isBeforeSegments(Entry entry) {
    return tail == null || entry.seq < tail.segmentsFrom();
  }

  /** Takes out what {@link #peek} gives. */
  @Nullable Entry poll() {
    Entry first = peek();
    if (first == null) {
      return null;
    }
    if (first == returned.first()) {
      returned.poll();
    } else if (!front.isEmpty()) {
      front.poll();
    } else if (tail != null) {
      tail.entries().poll();
      dropEmptyTail();
    }
    return first;
  }

  private void dropEmptyTail() {
    if (tail != null && tail.isEmpty()) {
      tail = null;
    }
  }

  void forEach(Consumer<Entry> action) {
    returned.forEach(action);
    front.forEach(action);
    if (tail != null) {
      tail.entries().forEach(action);
    }
  }

  // ---- anywhere ----

  /** The first message in memory whose number is at least this one; {@code null} for none. */
  @Nullable Entry firstFrom(long seq) {
    Entry first = front.firstFrom(seq);
    if (first == null && tail != null) {
      first = tail.entries().firstFrom(seq);
    }
    Entry back = returned.firstFrom(seq);
    return back != null && (first == null || back.seq < first.seq) ? back : first;
  }

  /** Takes a message out that is in memory, wherever it stands. */
  void remove(Entry entry) {
    boolean removed =
        front.remove(entry)
            || returned.remove(entry)
            || (tail != null && tail.entries().remove(entry));
    assert removed : "not among those that are ready";
    dropEmptyTail();
  }

  /** A message that is on disk alone is handed out, or leaves: it has an entry now. */
  void takeOut(Segment segment, int place, int bodyLength) {
    boolean wasFirst = segment.seqs().at(place) == segment.nextSeq();
    if (wasFirst && tail != null) {
      tail.removeSegment(segment);
    }
    segment.takeOut(place, bodyLength);
    if (wasFirst && tail != null) {
      tail.putSegment(segment);
      dropEmptyTail();
    }
  }

  // ---- to disk and back ----

  /** Memory that it takes, but for what came back. */
  long bytes() {
    return front.bytes() + (tail == null ? 0 : tail.entries().bytes());
  }

  /** Memory that those take which come next. */
  long nextBytes() {
    return front.bytes() + returned.bytes();
  }

  /** What comes after the first messages; {@code null} when nothing of the band is on disk. */
  @Nullable BandTail tail() {
    return tail;
  }

  /** Sees to it that about so many bytes are in front, and the others in the tail or on disk. */
  BandTail split(long frontBytesMax) {
    BandTail made = tail;
    if (made == null) {
      made = new BandTail();
      tail = made;
    } else if (made.hasSegments() || made.isWriting()) {
      return made;
    }
    front.appendAll(made.entries());
    front.moveTail(frontBytesMax, made.entries());
    return made;
  }

  /** What was read of the tail's segments. */
  void addRead(Entry entry) {
    Entry last = front.last();
    Entry behind = tail == null ? null : tail.entries().first();
    if ((last == null || last.seq < entry.seq) && (behind == null || entry.seq < behind.seq)) {
      front.append(entry);
    } else {
      // The segment overlaps with one that was read before, or with what came in last: of that,
      // consumers with a filter may have taken some, which came back.
      giveBack(entry);
    }
  }

  /** A segment has messages to be read, or has others than it had. */
  void addSegment(Segment segment) {
    split(Long.MAX_VALUE).addSegment(segment);
  }

  /** Something that was out came back to a segment, behind the first that is to be read there. */
  void putBack() {
    if (tail != null) {
      tail.putBack();
    }
  }

  /** Takes a segment out, if it is there: before its first message comes back or is read. */
  void removeSegment(Segment segment) {
    if (tail != null) {
      tail.removeSegment(segment);
    }
  }

  /** Segments were taken from the tail, or never came: it may be needed no more. */
  void tailChanged() {
    dropEmptyTail();
  }

  // ---- those that came back ----

  void giveBack(Entry entry) {
    returned.insert(entry);
  }
}
