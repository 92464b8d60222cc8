package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * The messages that are handed out and not settled, in the order in which they were handed out. The
 * first of them may be on disk alone.
 */
final class UnsettledMessages {
  private @Nullable Entry first;
  private @Nullable Entry last;
  private @Nullable Entry firstInMemory; // all before it are on disk alone
  private long count;
  private long bytes;
  private long bodyBytes;

  long count() {
    return count;
  }

  @Nullable Entry first() {
    return first;
  }

  /** The first that is in memory. */
  @Nullable Entry firstInMemory() {
    return firstInMemory;
  }

  /** What those take that are in memory. */
  long bytes() {
    return bytes;
  }

  /** Bytes of the bodies of all of them, in memory or not. */
  long bodyBytes() {
    return bodyBytes;
  }

  void add(Entry entry) {
    Entry end = last;
    entry.previous = end;
    entry.next = null;
    if (end == null) {
      first = entry;
    } else {
      end.next = entry;
    }
    last = entry;
    if (firstInMemory == null) {
      firstInMemory = entry;
    }
    count++;
    bytes += entry.weight();
    bodyBytes += entry.bodyLength();
  }

  void remove(Entry entry) {
    if (!entry.isOnDisk()) {
      bytes -= entry.weight();
    }
    bodyBytes -= entry.bodyLength();
    if (entry == firstInMemory) {
      firstInMemory = entry.next;
    }
    Entry before = entry.previous;
    Entry after = entry.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    entry.next = null;
    entry.previous = null;
    entry.isLeaving = false;
    count--;
  }

  /** The first in memory lets go of its message; gives the bytes that are free. */
  long letGo(Entry entry) {
    assert entry == firstInMemory;
    firstInMemory = entry.next;
    bytes -= entry.weight();
    return entry.letGo();
  }
}
