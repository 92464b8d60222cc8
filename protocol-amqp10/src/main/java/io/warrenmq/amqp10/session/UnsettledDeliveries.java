package io.warrenmq.amqp10.session;

import io.warrenmq.amqp10.link.OutgoingLink;
import io.warrenmq.api.queue.Delivery;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of a session that the client has not settled, by delivery id. Ids ascend but have gaps
 * (settled deliveries use up ids too), so this is a sorted array with a moving head, not a ring
 * indexed by id. A settlement in the order of delivery costs O(1), any other O(log n). Confined to
 * the connection's loop.
 */
final class UnsettledDeliveries {
  /** Takes what is taken out. */
  interface Visitor {
    void onDelivery(OutgoingLink link, Delivery delivery);
  }

  private static final int CAPACITY_MIN = 16;
  private static final int CAPACITY_KEPT = 1024; // an emptied session gives larger arrays back

  private long[] ids = {};
  private @Nullable Delivery[] deliveries = {};
  private OutgoingLink[] links = {};
  private int head; // first entry, settled or not
  private int tail; // one past the last
  private int count; // unsettled entries

  /** Adds a delivery; its id is higher than any before. */
  void add(long id, OutgoingLink link, Delivery delivery) {
    if (tail == ids.length) {
      makeRoom();
    }
    ids[tail] = id;
    links[tail] = link;
    deliveries[tail++] = delivery;
    count++;
  }

  /** How many are unsettled. */
  int count() {
    return count;
  }

  /** The oldest delivery; {@code null} when there is none. */
  @Nullable Delivery first() {
    return count == 0 ? null : deliveries[head];
  }

  /** Takes out those from an id to another, both included, in their order. */
  void take(long first, long last, Visitor visitor) {
    if (count == 0) {
      return;
    }
    int index = head;
    if (ids[head] < first) {
      int found = Arrays.binarySearch(ids, head, tail, first);
      index = found >= 0 ? found : -found - 1;
    }
    for (; index < tail && ids[index] <= last; index++) {
      takeAt(index, visitor);
    }
    trim();
  }

  /** Takes out those of a link, in their order. */
  void take(OutgoingLink of, Visitor visitor) {
    for (int index = head; index < tail; index++) {
      if (links[index] == of) {
        takeAt(index, visitor);
      }
    }
    trim();
  }

  private void takeAt(int index, Visitor visitor) {
    Delivery delivery = deliveries[index];
    if (delivery != null) {
      deliveries[index] = null;
      count--;
      visitor.onDelivery(links[index], delivery);
    }
  }

  private void trim() {
    if (count == 0) {
      head = 0;
      tail = 0;
      if (ids.length > CAPACITY_KEPT) {
        ids = new long[0];
        deliveries = new @Nullable Delivery[0];
        links = new OutgoingLink[0];
      }
      return;
    }
    while (deliveries[head] == null) {
      head++;
    }
    while (deliveries[tail - 1] == null) {
      tail--;
    }
  }

  /** Drops settled entries; grows unless that freed at least half. */
  private void makeRoom() {
    int capacity = Math.max(CAPACITY_MIN, count > ids.length / 2 ? ids.length * 2 : ids.length);
    boolean grows = capacity != ids.length;
    long[] newIds = grows ? new long[capacity] : ids;
    @Nullable Delivery[] newDeliveries = grows ? new @Nullable Delivery[capacity] : deliveries;
    OutgoingLink[] newLinks = grows ? new OutgoingLink[capacity] : links;
    int n = 0;
    for (int i = head; i < tail; i++) {
      if (deliveries[i] != null) {
        newIds[n] = ids[i];
        newLinks[n] = links[i];
        newDeliveries[n++] = deliveries[i];
      }
    }
    Arrays.fill(newDeliveries, n, newDeliveries.length, null);
    ids = newIds;
    deliveries = newDeliveries;
    links = newLinks;
    head = 0;
    tail = n;
  }
}
