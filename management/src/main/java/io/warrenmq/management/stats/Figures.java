package io.warrenmq.management.stats;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbers of one thing with what is known of them: {@code name} as it is now, and {@code
 * name_details} with its rate, and its history where that is asked for. The management thread's.
 */
public final class Figures {
  private final Tracks tracks;
  private final @Nullable Track track;
  private final long intervalMs;
  private final long nowMs;

  /**
   * Of a thing.
   *
   * @param intervalMs how far samples are apart
   */
  Figures(Tracks tracks, Object thing, long intervalMs, long nowMs) {
    this.tracks = tracks;
    this.track = tracks.find(thing);
    this.intervalMs = intervalMs;
    this.nowMs = nowMs;
  }

  /**
   * Writes one.
   *
   * @param metric what its samples are called
   * @param value as it is now
   * @param window the history that is wanted; {@code null} for none
   */
  public void put(
      JsonObject into, String name, String metric, long value, @Nullable Window window) {
    into.put(name, value).put(name + "_details", details(metric, value, window));
  }

  /** How much a number grows in a second; 0 when it was not looked at twice. */
  double rate(String metric) {
    Track own = track;
    return own == null ? 0 : own.rate(tracks.index(metric));
  }

  /** The rate, and the history, of the sum of some numbers. */
  private JsonObject details(String metric, long value, @Nullable Window window) {
    Track own = track;
    int index = tracks.index(metric);
    JsonObject details = new JsonObject().put("rate", own == null ? 0.0 : own.rate(index));
    if (window != null) {
      addHistory(details, own, index, value, window);
    }
    return details;
  }

  private void addHistory(
      JsonObject details, @Nullable Track own, int index, long value, Window window) {
    long stepMs = window.stepS() * 1000;
    long lastMs = own == null ? nowMs : own.sampledMs();
    // What was before it was looked at, nobody knows.
    long knownMs = own == null ? 0 : (own.samples() - 1) * intervalMs;
    int count = (int) (Math.min(window.ageS() * 1000, knownMs) / stepMs) + 1;
    JsonArray samples = new JsonArray();
    double sum = 0;
    long newest = 0;
    long oldest = 0;
    for (int i = 0; i < count; i++) {
      int back = (int) (i * stepMs / intervalMs);
      long sample = own == null ? value : own.value(index, back);
      newest = i == 0 ? sample : newest;
      oldest = sample;
      sum += sample;
      samples.add(
          new JsonObject()
              .put("sample", sample)
              .put("timestamp", (lastMs - i * stepMs) / intervalMs * intervalMs));
    }
    details
        .put("samples", samples)
        .put("avg", sum / count)
        .put("avg_rate", count == 1 ? 0.0 : (newest - oldest) * 1000.0 / ((count - 1) * stepMs));
  }
}
