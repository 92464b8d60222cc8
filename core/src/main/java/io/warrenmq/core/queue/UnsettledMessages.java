package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/** The messages that are handed out and not settled, in the order in which they were handed out. */
final class UnsettledMessages {
  private @Nullable Entry first;
  private @Nullable Entry last;
  private long count;

  long count() {
    return count;
  }

  @Nullable Entry first() {
    return first;
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
    count++;
  }

  void remove(Entry entry) {
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
    count--;
  }
}
