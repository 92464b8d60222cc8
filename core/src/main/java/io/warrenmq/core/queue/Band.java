package io.warrenmq.core.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one priority, by sequence number: a list for those that have not been
 * handed out, which come in order, and a heap for those that came back, which take their old place.
 */
final class Band {
  private static final Entry[] NONE = new Entry[0];

  private @Nullable Entry head;
  private @Nullable Entry tail;
  private Entry[] returned = NONE;
  private int returnedCount;

  boolean isEmpty() {
    return head == null && returnedCount == 0;
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
  }

  @Nullable Entry peek() {
    if (returnedCount == 0) {
      return head;
    }
    Entry back = returned[0];
    Entry fresh = head;
    return fresh == null || back.seq < fresh.seq ? back : fresh;
  }

  @Nullable Entry poll() {
    Entry first = peek();
    if (first == null) {
      return null;
    }
    if (first == head) {
      head = first.next;
      if (head == null) {
        tail = null;
      }
      first.next = null;
    } else {
      removeReturnedFirst();
    }
    return first;
  }

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
