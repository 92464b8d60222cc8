package io.warrenmq.core.queue;

import java.util.Arrays;

/**
 * Where in a segment's file some of its messages begin, by their place: the first, and one for each
 * part that was read. Confined to its segment's loop.
 */
final class PlaceOffsets {
  private int[] places = new int[1];
  private long[] offsets = new long[1];
  private int count = 1;

  /**
   * Knows the first alone.
   *
   * @param firstOffset where the message at place 0 begins
   */
  PlaceOffsets(long firstOffset) {
    offsets[0] = firstOffset;
  }

  /** The message at a place begins there. */
  void add(int place, long offset) {
    int at = Arrays.binarySearch(places, 0, count, place);
    if (at >= 0) {
      return;
    }
    at = -at - 1;
    if (count == places.length) {
      places = Arrays.copyOf(places, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2);
    }
    System.arraycopy(places, at, places, at + 1, count - at);
    System.arraycopy(offsets, at, offsets, at + 1, count - at);
    places[at] = place;
    offsets[at] = offset;
    count++;
  }

  /** The last one known that is not behind a place: an index for the others. */
  int before(int place) {
    int at = Arrays.binarySearch(places, 0, count, place);
    return at >= 0 ? at : -at - 2;
  }

  int place(int index) {
    return places[index];
  }

  long offset(int index) {
    return offsets[index];
  }
}
