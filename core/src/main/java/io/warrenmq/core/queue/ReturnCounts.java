package io.warrenmq.core.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a segment came back after they were handed out, and how often as failed, by
 * their place. Takes no room as long as none has. Confined to its user.
 */
public final class ReturnCounts {
  private final int places;
  private int @Nullable [] byPlace; // one more than the count; 0 for what never came back

  /** For so many places, of which none came back. */
  public ReturnCounts(int places) {
    this.places = places;
  }

  /** As they are now. */
  public ReturnCounts copy() {
    ReturnCounts copy = new ReturnCounts(places);
    int[] counts = byPlace;
    copy.byPlace = counts == null ? null : counts.clone();
    return copy;
  }

  /** One came back. */
  public void set(int place, int count) {
    int[] counts = byPlace;
    if (counts == null) {
      counts = new int[places];
      byPlace = counts;
    }
    counts[place] = count + 1;
  }

  /** So many from a place on came back, with the same count. */
  public void set(int first, int many, int count) {
    set(first, count);
    int[] counts = byPlace;
    if (counts != null) {
      Arrays.fill(counts, first, first + many, count + 1);
    }
  }

  /** Whether one came back. */
  public boolean isReturned(int place) {
    int[] counts = byPlace;
    return counts != null && counts[place] != 0;
  }

  /** How often one that came back has failed. */
  public int get(int place) {
    int[] counts = byPlace;
    return counts == null ? 0 : counts[place] - 1;
  }

  /** The first place from there on that came back; −1 when there is none. */
  public int next(int from) {
    int[] counts = byPlace;
    for (int place = from; counts != null && place < places; place++) {
      if (counts[place] != 0) {
        return place;
      }
    }
    return -1;
  }

  /** The end of the places from there on that have the same count. */
  public int endOfRun(int from) {
    int[] counts = byPlace;
    int place = from;
    while (counts != null && place < places && counts[place] == counts[from]) {
      place++;
    }
    return place;
  }
}
