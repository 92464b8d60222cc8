package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/** Entries in a row, linked by their own fields, with the memory that they take. */
final class EntryList {
  private @Nullable Entry head;
  private @Nullable Entry tail;
  private long bytes;

  boolean isEmpty() {
    return head == null;
  }

  @Nullable Entry first() {
    return head;
  }

  long bytes() {
    return bytes;
  }

  void append(Entry entry) {
    assert entry.next == null;
    Entry last = tail;
    if (last == null) {
      head = entry;
    } else {
      last.next = entry;
    }
    tail = entry;
    bytes += entry.weight();
  }

  @Nullable Entry poll() {
    Entry first = head;
    if (first != null) {
      head = first.next;
      if (head == null) {
        tail = null;
      }
      first.next = null;
      bytes -= first.weight();
    }
    return first;
  }
}
