package io.warrenmq.core.queue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one priority, by sequence number: those that have not been handed out,
 * which come in order, and a heap for those that came back, which take their old place. Of the
 * former, all are in memory as long as they are few; when they are many, only the first and the
 * last are, and the others on disk: see {@link BandTail}.
 */
final class Band {
  private static final Entry[] NONE = new Entry[0];

  private final EntryList front = new EntryList(); // to be handed out next
  private @Nullable BandTail tail; // what comes after those, when there is something on disk
  private Entry[] returned = NONE;
  private int returnedCount;

  boolean isEmpty() {
    return front.isEmpty() && returnedCount == 0 && (tail == null || !tail.hasMessages());
  }

  /** Whether what comes next is on disk. */
  boolean isAwaitingRead() {
    return isFrontOnDisk() && firstReturned() == null;
  }

  private boolean isFrontOnDisk() {
    return front.isEmpty() && tail != null && tail.hasSegments();
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
    Entry returnedFirst = firstReturned();
    return returnedFirst != null ? returnedFirst : freshInMemory();
  }

  private @Nullable Entry freshInMemory() {
    Entry fresh = front.first();
    return fresh != null || tail == null ? fresh : tail.first();
  }

  /** The first of those that came back, when it comes before all others. */
  private @Nullable Entry firstReturned() {
    if (returnedCount == 0) {
      return null;
    }
    Entry first = returned[0];
    Entry fresh = freshInMemory();
    long freshSeq = fresh != null ? fresh.seq : tail == null ? Long.MAX_VALUE : tail.firstSeq();
    return first.seq < freshSeq ? first : null;
  }

  @Nullable Entry poll() {
    Entry first = firstReturned();
    if (first != null) {
      removeReturnedFirst();
      return first;
    }
    if (!front.isEmpty() || tail == null) {
      return front.poll();
    }
    Entry oldest = tail.poll();
    dropEmptyTail();
    return oldest;
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

  long frontBytes() {
    return front.bytes();
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

  /** What was read of the tail's first segment. */
  void appendRead(Entry entry) {
    front.append(entry);
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
