package io.warrenmq.core.queue;

import java.util.function.Consumer;
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

  @Nullable Entry last() {
    return tail;
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

  void forEach(Consumer<Entry> action) {
    for (Entry entry = head; entry != null; entry = entry.next) {
      action.accept(entry);
    }
  }

  /** Takes all of another list, behind its own. */
  void appendAll(EntryList other) {
    Entry first = other.head;
    if (first == null) {
      return;
    }
    Entry last = tail;
    if (last == null) {
      head = first;
    } else {
      last.next = first;
    }
    tail = other.tail;
    bytes += other.bytes;
    other.head = null;
    other.tail = null;
    other.bytes = 0;
  }

  /**
   * Keeps the first entries, of about so many bytes but at least one, and gives away the others.
   * What was read from a segment stays in any case: it must not get into a second one.
   */
  void moveTail(long keptBytes, EntryList to) {
    assert to.isEmpty();
    Entry last = head;
    if (last == null) {
      return;
    }
    long kept = last.weight();
    while (last.next != null
        && (kept + last.next.weight() <= keptBytes || last.next.segment != null)) {
      last = last.next;
      kept += last.weight();
    }
    Entry rest = last.next;
    if (rest == null) {
      return;
    }
    to.head = rest;
    to.tail = tail;
    to.bytes = bytes - kept;
    last.next = null;
    tail = last;
    bytes = kept;
  }
}
