package io.warrenmq.api.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that a client has not settled, by delivery tag. Tags ascend but have gaps (deliveries
 * without acknowledgement use up tags too), so this is a sorted array with a moving head, not a
 * ring indexed by tag. A settlement in delivery order costs O(1), any other O(log n). Confined to
 * the connection's loop.
 */
public final class UnackedDeliveries {
  private static final int CAPACITY_MIN = 16;
  private static final int CAPACITY_KEPT = 1024; // an emptied channel gives larger arrays back

  private long[] tags = {};
  private @Nullable Delivery[] deliveries = {};
  private int head; // first entry, settled or not
  private int tail; // one past the last
  private int count; // unsettled entries
  private long lastTag;

  /** Adds a delivery; its tag is higher than any before. */
  public void add(long tag, Delivery delivery) {
    if (tail == tags.length) {
      makeRoom();
    }
    tags[tail] = tag;
    deliveries[tail++] = delivery;
    count++;
  }

  /** How many are unsettled. */
  public int count() {
    return count;
  }

  /** Takes out the delivery under a tag; {@code null} when there is none. */
  public @Nullable Delivery remove(long tag) {
    int index = find(tag);
    return index < 0 ? null : take(index);
  }

  /** Whether the tag is unsettled. */
  public boolean contains(long tag) {
    return find(tag) >= 0;
  }

  /** The oldest delivery; {@code null} when there is none. */
  public @Nullable Delivery first() {
    return count == 0 ? null : deliveries[head];
  }

  /** {@link Delivery#overdueMs} of the oldest delivery; 0 when there is none. */
  public long overdueMs(long nowMs, long defaultMs) {
    Delivery oldest = first();
    return oldest == null ? 0 : oldest.overdueMs(nowMs, defaultMs);
  }

  /**
   * Takes out the oldest delivery if its tag is not above the given one; {@code null} otherwise.
   * {@link #lastTag} then has its tag.
   */
  public @Nullable Delivery pollUpTo(long tag) {
    if (count == 0 || tags[head] > tag) {
      return null;
    }
    return take(head);
  }

  /** The tag of what {@link #pollUpTo} or {@link #remove} gave last. */
  public long lastTag() {
    return lastTag;
  }

  /**
   * Puts deliveries back that were taken out (a rolled back transaction). The arrays are parallel,
   * in any order.
   */
  public void restore(long[] restoredTags, Delivery[] restored, int restoredCount) {
    long[] allTags = new long[count + restoredCount];
    int n = 0;
    for (int i = head; i < tail; i++) {
      if (deliveries[i] != null) {
        allTags[n++] = tags[i];
      }
    }
    System.arraycopy(restoredTags, 0, allTags, n, restoredCount);
    Arrays.sort(allTags);
    @Nullable Delivery[] all = new @Nullable Delivery[allTags.length];
    for (int i = head; i < tail; i++) {
      if (deliveries[i] != null) {
        all[Arrays.binarySearch(allTags, tags[i])] = deliveries[i];
      }
    }
    for (int i = 0; i < restoredCount; i++) {
      all[Arrays.binarySearch(allTags, restoredTags[i])] = restored[i];
    }
    tags = allTags;
    deliveries = all;
    head = 0;
    tail = allTags.length;
    count = allTags.length;
  }

  private int find(long tag) {
    if (count == 0) {
      return -1;
    }
    if (tags[head] == tag) {
      return head; // the usual case: settled in order
    }
    int index = Arrays.binarySearch(tags, head, tail, tag);
    return index >= 0 && deliveries[index] != null ? index : -1;
  }

  private @Nullable Delivery take(int index) {
    Delivery delivery = deliveries[index];
    lastTag = tags[index];
    deliveries[index] = null;
    if (--count == 0) {
      head = 0;
      tail = 0;
      if (tags.length > CAPACITY_KEPT) {
        tags = new long[0];
        deliveries = new @Nullable Delivery[0];
      }
      return delivery;
    }
    while (deliveries[head] == null) {
      head++;
    }
    while (deliveries[tail - 1] == null) {
      tail--;
    }
    return delivery;
  }

  /** Drops settled entries; grows unless that freed at least half. */
  private void makeRoom() {
    int capacity = Math.max(CAPACITY_MIN, count > tags.length / 2 ? tags.length * 2 : tags.length);
    long[] newTags = capacity == tags.length ? tags : new long[capacity];
    @Nullable Delivery[] newDeliveries =
        capacity == tags.length ? deliveries : new @Nullable Delivery[capacity];
    int n = 0;
    for (int i = head; i < tail; i++) {
      if (deliveries[i] != null) {
        newTags[n] = tags[i];
        newDeliveries[n++] = deliveries[i];
      }
    }
    Arrays.fill(newDeliveries, n, newDeliveries.length, null);
    tags = newTags;
    deliveries = newDeliveries;
    head = 0;
    tail = n;
  }
}
