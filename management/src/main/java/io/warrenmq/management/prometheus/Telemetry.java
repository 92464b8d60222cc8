package io.warrenmq.management.prometheus;

import java.util.Map;
import java.util.TreeMap;

/** What the pages themselves cost: how large they were, how long they took. The thread's. */
final class Telemetry {
  private static final double NANOS = 1e9;

  /** What one page has cost so far. */
  private static final class Cost {
    private long count;
    private long bytes;
    private long nanos;
  }

  private final Map<String, Cost> pages = new TreeMap<>();

  /** Counts a page that is made. */
  void add(String page, long bytes, long nanos) {
    Cost cost = pages.computeIfAbsent(page, absent -> new Cost());
    cost.count++;
    cost.bytes += bytes;
    cost.nanos += nanos;
  }

  /** Writes what was counted. */
  void write(Exposition out) {
    if (out.begin("", summary("telemetry_scrape_size_bytes", "Scrape size, not encoded"))) {
      pages.forEach((page, cost) -> write(out, page, cost, (double) cost.bytes));
    }
    if (out.begin("", summary("telemetry_scrape_duration_seconds", "Scrape duration"))) {
      pages.forEach((page, cost) -> write(out, page, cost, cost.nanos / NANOS));
    }
  }

  private static Family summary(String name, String help) {
    return new Family(name, Family.Kind.SUMMARY, help);
  }

  private static void write(Exposition out, String page, Cost cost, double sum) {
    byte[] labels = Labels.of("registry", page, "content_type", MetricsSite.CONTENT_TYPE);
    out.sample("_count", labels, cost.count);
    out.sample("_sum", labels, sum);
  }
}
