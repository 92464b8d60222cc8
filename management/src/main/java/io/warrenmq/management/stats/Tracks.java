package io.warrenmq.management.stats;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of all things of one kind, each known by an object that lives as long as it does. A
 * bounded number of them has a history: those that do something, first come, first served. The
 * management thread's.
 */
public final class Tracks {
  /** What a number is called, and where it is in a sample. */
  private final Map<String, Integer> metrics = new HashMap<>();

  private final Map<Object, Track> byThing = new IdentityHashMap<>();
  private final int historiesMax;
  private final int samplesMax;
  private int histories;
  private long round;
  private final Map<Object, Long> seen = new IdentityHashMap<>();
  private long nowMs;

  /**
   * Without samples.
   *
   * @param historiesMax of how many things the last samples are kept
   * @param samplesMax how many of them
   * @param metrics what a sample has, in its order
   */
  public Tracks(int historiesMax, int samplesMax, String... metrics) {
    this.historiesMax = historiesMax;
    this.samplesMax = samplesMax;
    for (String metric : metrics) {
      this.metrics.put(metric, this.metrics.size());
    }
  }

  /** How many numbers a sample has. */
  public int size() {
    return metrics.size();
  }

  /** A round of samples begins. */
  public void begin(long atMs) {
    round++;
    nowMs = atMs;
  }

  /** One thing as it is now. */
  public void sample(Object thing, long[] values) {
    seen.put(thing, round);
    Track track = byThing.get(thing);
    if (track == null) {
      byThing.put(thing, new Track(values, nowMs));
    } else if (track.sample(values, nowMs) && !track.hasHistory() && histories < historiesMax) {
      histories++;
      track.keepHistory(samplesMax);
    }
  }

  /** The round is over: what was not seen in it is forgotten. */
  public void end() {
    Iterator<Map.Entry<Object, Long>> all = seen.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Object, Long> each = all.next();
      if (each.getValue() != round) {
        Track gone = byThing.remove(each.getKey());
        if (gone != null && gone.hasHistory()) {
          histories--;
        }
        all.remove();
      }
    }
  }

  @Nullable Track find(Object thing) {
    return byThing.get(thing);
  }

  int index(String metric) {
    Integer index = metrics.get(metric);
    if (index == null) {
      throw new IllegalArgumentException("nobody samples " + metric);
    }
    return index;
  }
}
