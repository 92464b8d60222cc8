package io.warrenmq.stomp.session;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for the outcome of a publish, by the publish's id: numbers from 1 on, without gaps.
 * Confined to the connection's loop.
 */
final class Confirms {
  private static final int CAPACITY_MIN = 16; // a power of two, as all capacities
  private static final int CAPACITY_KEPT = 1024;

  private @Nullable Object[] waiting = {}; // a ring
  private long lowest = 1; // nobody waits for those below
  private long next = 1;
  private int count;

  /** Notes who waits; gives the publish's id. */
  long add(Object waiter) {
    if (next - lowest == waiting.length) {
      grow();
    }
    waiting[place(next)] = waiter;
    count++;
    return next++;
  }

  /** Takes out who waits for a publish. */
  @Nullable Object take(long id) {
    int place = place(id);
    Object waiter = waiting[place];
    if (waiter == null) {
      return null;
    }
    waiting[place] = null;
    count--;
    while (lowest < next && waiting[place(lowest)] == null) {
      lowest++;
    }
    if (count == 0 && waiting.length > CAPACITY_KEPT) {
      waiting = new @Nullable Object[CAPACITY_MIN];
    }
    return waiter;
  }

  boolean isEmpty() {
    return count == 0;
  }

  private int place(long id) {
    return (int) id & (waiting.length - 1);
  }

  private void grow() {
    @Nullable Object[] larger = new @Nullable Object[Math.max(CAPACITY_MIN, waiting.length * 2)];
    for (long id = lowest; id < next; id++) {
      larger[(int) id & (larger.length - 1)] = waiting[place(id)];
    }
    waiting = larger;
  }
}
