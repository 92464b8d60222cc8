package io.warrenmq.core.queue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one priority, by sequence number: those that have not been handed out,
 * which come in order, and a heap for those that came back, which take their old place. Of the
 * former, all are in memory as long as they are few; when they are many, only the first and the
 * last are, and the others on disk: see {@link BandTail}. Those on disk may come before any in
 * memory, when they came back after their entries had let go of them.
 */
final class Band {
  private static final Entry[] NONE = new Entry[0];

  private final EntryList front = new EntryList(); // to be handed out next
  private @Nullable BandTail tail; // what comes after those, when there is something on disk
  private Entry[] returned = NONE;
  private int returnedCount;
  private long returnedBytes;

  boolean isEmpty() {
    return front.isEmpty() && returnedCount == 0 && (tail == null || !tail.hasMessages());
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
    if (returnedCount > 0 && (first == null || returned[0].seq < first.seq)) {
      first = returned[0];
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
    if (returnedCount > 0 && first.seq == returned[0].seq) {
      removeReturnedFirst();
    } else if (!front.isEmpty()) {
      front.poll();
    } else if (tail != null) {
      tail.poll();
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
    for (int i = 0; i < returnedCount; i++) {
      action.accept(returned[i]);
    }
    front.forEach(action);
    if (tail != null) {
      tail.forEach(action);
    }
  }

  // ---- to disk and back ----

  /** Memory that it takes, but for what came back. */
  long bytes() {
    return front.bytes() + (tail == null ? 0 : tail.bytes());
  }

  /** Memory that those take which come next. */
  long nextBytes() {
    return front.bytes() + returnedBytes;
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
    if (last == null || last.seq < entry.seq) {
      front.append(entry);
    } else {
      giveBack(entry); // The segment overlaps with one that was read before.
    }
  }

  /** A segment has messages to be read, or has them earlier than it had. */
  void addSegment(Segment segment) {
    split(Long.MAX_VALUE).addSegment(segment);
  }

  /** Takes a segment out, if it is there: before one of its messages comes back. */
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
    if (returnedCount == returned.length) {
      returned = Arrays.copyOf(returned, Math.max(8, returnedCount * 2));
    }
    int at = returnedCount++;
    returnedBytes += entry.weight();
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (returned[parent].seq <= entry.seq) {
        break;
      }
      returned[at] = returned[parent];
      at = parent;
    }
    returned[at] = entry;
  }

  private void removeReturnedFirst() {
    int size = --returnedCount;
    returnedBytes -= returned[0].weight();
    Entry last = returned[size];
    Arrays.fill(returned, size, size + 1, null);
    if (size == 0) {
      returned = NONE;
      return;
    }
    int at = 0;
    for (int child; (child = 2 * at + 1) < size; at = child) {
      if (child + 1 < size && returned[child + 1].seq < returned[child].seq) {
        child++;
      }
      if (last.seq <= returned[child].seq) {
        break;
      }
      returned[at] = returned[child];
    }
    returned[at] = last;
  }
}
