package io.warrenmq.api.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set for routing tables: one writer adds and removes in constant time, any number of readers
 * walk it without a lock. An element that is in the set all through a walk is met by it, exactly
 * once; one that comes or goes meanwhile may be met or not. Elements added several times stay until
 * they were removed as often.
 *
 * <p>Readers walk with {@code T[] slots = set.slots()} and skip {@code null}. A removed element
 * leaves an empty slot, so that no element moves under a reader; when half are empty, the slots are
 * copied.
 *
 * @param <T> what it holds, compared by {@code equals}
 */
public final class SlotSet<T> {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final Object[] EMPTY = new Object[0];
  // Up to here the writer looks for an element by walking, beyond it by a map: small sets stay
  // small.
  private static final int WALK_MAX = 8;

  private volatile @Nullable Object[] slots = EMPTY;

  // The writer's alone.
  private int[] counts = new int[0];
  private int used; // slots that hold or have held an element
  private int size;
  private @Nullable Map<Object, Integer> places;

  /**
   * The slots to walk over: elements, and {@code null} to be skipped. Not to be changed. Any
   * thread.
   *
   * <p>Elements are read plainly: an element that was added before the reader could know of it is
   * seen, since the array itself is read as volatile or the reader was told by other means.
   */
  public @Nullable Object[] slots() {
    return slots;
  }

  /** Whether it holds nothing. The writer. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** How many different elements it holds. The writer. */
  public int size() {
    return size;
  }

  /** Adds an element once more; says whether it was not there before. The writer. */
  public boolean add(T element) {
    int place = placeOf(element);
    if (place >= 0) {
      counts[place]++;
      return false;
    }
    if (used == slots.length) {
      resize();
    }
    place = used++;
    counts[place] = 1;
    size++;
    if (places != null) {
      places.put(element, place);
    }
    SLOT.setRelease(slots, place, element);
    return true;
  }

  /** Takes an element away once; says whether it is gone now. The writer. */
  public boolean remove(T element) {
    int place = placeOf(element);
    if (place < 0 || --counts[place] > 0) {
      return false;
    }
    SLOT.setRelease(slots, place, null);
    size--;
    if (places != null) {
      places.remove(element);
    }
    if (size == 0) {
      slots = EMPTY;
      counts = new int[0];
      used = 0;
      places = null;
    } else if (used > WALK_MAX && size < used / 2) {
      resize();
    }
    return true;
  }

  private int placeOf(T element) {
    if (places != null) {
      Integer place = places.get(element);
      return place == null ? -1 : place;
    }
    Object[] now = slots;
    for (int i = 0; i < used; i++) {
      if (element.equals(now[i])) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Copies what is held into an array with room for as much again; readers of the old one are not
   * disturbed.
   */
  private void resize() {
    Object[] old = slots;
    int oldUsed = used;
    Object[] fresh = new Object[size == 0 ? 1 : size * 2];
    int[] freshCounts = new int[fresh.length];
    int at = 0;
    for (int i = 0; i < oldUsed; i++) {
      Object element = old[i];
      if (element != null) {
        fresh[at] = element;
        freshCounts[at++] = counts[i];
      }
    }
    counts = freshCounts;
    used = at;
    if (fresh.length > WALK_MAX) {
      places = new HashMap<>(fresh.length * 2);
      for (int i = 0; i < at; i++) {
        places.put(fresh[i], i);
      }
    } else {
      places = null;
    }
    slots = fresh;
  }

  @Override
  public String toString() {
    return Arrays.toString(slots);
  }
}
