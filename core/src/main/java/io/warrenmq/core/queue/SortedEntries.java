package io.warrenmq.core.queue;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their numbers, with the memory that they take. To append and to take the
 * first costs nothing that grows; one in the middle is found by bisection, and put in or taken out
 * by moving those on its shorter side.
 */
final class SortedEntries {
  private static final Entry[] NONE = new Entry[0];
  private static final int LENGTH_MIN = 8;
  private static final int LENGTH_KEPT = 256; // once it is empty

  private Entry[] slots = NONE;
  private int head;
  private int size;
  private long bytes;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  long bytes() {
    return bytes;
  }

  @Nullable Entry first() {
    return size == 0 ? null : slots[head];
  }

  @Nullable Entry last() {
    return size == 0 ? null : slots[head + size - 1];
  }

  Entry get(int index) {
    return slots[head + index];
  }

  /** Adds one whose number is above all. */
  void append(Entry entry) {
    if (head + size == slots.length) {
      makeRoomBehind();
    }
    slots[head + size++] = entry;
    bytes += entry.weight();
  }

  /** Takes the first out. */
  @Nullable Entry poll() {
    if (size == 0) {
      return null;
    }
    Entry first = slots[head];
    clear(head++);
    removed(first);
    return first;
  }

  private void removed(Entry entry) {
    bytes -= entry.weight();
    if (--size == 0) {
      head = 0;
      if (slots.length > LENGTH_KEPT) {
        slots = NONE;
      }
    }
  }

  @SuppressWarnings("NullAway") // no slot outside of head and size is read
  private void clear(int slot) {
    slots[slot] = null;
  }

  private void makeRoomBehind() {
    if (size <= slots.length / 2 && head > 0) {
      moveTo(slots, 0);
    } else {
      moveTo(new Entry[Math.max(LENGTH_MIN, 2 * size)], 0);
    }
  }

  private void moveTo(Entry[] target, int newHead) {
    Entry[] source = slots;
    int oldHead = head;
    System.arraycopy(source, oldHead, target, newHead, size);
    if (target == source) { // What stays behind is to be held no more.
      Arrays.fill(source, Math.max(oldHead, newHead + size), oldHead + size, null);
    }
    slots = target;
    head = newHead;
  }

  // ---- by number ----

  /** The first whose number is at least this one; {@code null} for none. */
  @Nullable Entry firstFrom(long seq) {
    int at = indexFrom(seq);
    return at == size ? null : get(at);
  }

  private int indexFrom(long seq) {
    if (size == 0 || seq <= get(0).seq) {
      return 0;
    }
    // Numbers grow by one at least: it is no further than it would be without gaps, and as a rule
    // right there.
    int high = (int) Math.min(size, seq - get(0).seq);
    if (high < size && get(high).seq == seq) {
      return high;
    }
    int low = 0; // that one is below, and the one at high is not
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (get(middle).seq < seq) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Puts one to its place. */
  void insert(Entry entry) {
    Entry last = last();
    if (last == null || last.seq < entry.seq) {
      append(entry);
      return;
    }
    int at = indexFrom(entry.seq);
    if (at < size / 2 || (at == 0 && head > 0)) {
      if (head == 0) {
        moveTo(new Entry[Math.max(LENGTH_MIN, 3 * size)], Math.max(LENGTH_MIN / 2, size));
      }
      System.arraycopy(slots, head, slots, head - 1, at);
      head--;
    } else {
      if (head + size == slots.length) {
        makeRoomBehind();
      }
      System.arraycopy(slots, head + at, slots, head + at + 1, size - at);
    }
    slots[head + at] = entry;
    size++;
    bytes += entry.weight();
  }

  /** Takes one out, if it is there. */
  boolean remove(Entry entry) {
    int at = indexFrom(entry.seq);
    if (at == size || get(at) != entry) {
      return false;
    }
    if (at < size / 2) {
      System.arraycopy(slots, head, slots, head + 1, at);
      clear(head++);
    } else {
      System.arraycopy(slots, head + at + 1, slots, head + at, size - at - 1);
      clear(head + size - 1);
    }
    removed(entry);
    return true;
  }

  void forEach(Consumer<Entry> action) {
    for (int i = 0; i < size; i++) {
      action.accept(get(i));
    }
  }

  // ---- many at a time ----

  /** Takes all of another, whose numbers are above its own. */
  void appendAll(SortedEntries other) {
    other.forEach(this::append);
    other.clearFrom(0);
  }

  /**
   * Keeps the first entries, of about so many bytes but at least one, and gives away the others.
   * What was read from a segment stays in any case: it must not get into a second one.
   */
  void moveTail(long keptBytes, SortedEntries to) {
    assert to.isEmpty();
    if (isEmpty()) {
      return;
    }
    int count = 1;
    for (long kept = get(0).weight(); count < size; count++) {
      Entry next = get(count);
      kept += next.weight();
      if (kept > keptBytes && next.segment == null) {
        break;
      }
    }
    for (int i = count; i < size; i++) {
      to.append(get(i));
    }
    clearFrom(count);
  }

  private void clearFrom(int count) {
    for (int i = count; i < size; i++) {
      bytes -= get(i).weight();
    }
    Arrays.fill(slots, head + count, head + size, null);
    size = count;
    if (size == 0) {
      head = 0;
      slots = NONE;
    }
  }
}
