package io.warrenmq.cli.perf;

import io.warrenmq.cli.output.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run prints: a line a second, and a summary. */
final class Report {
  private static final double[] PERCENTILES = {50, 75, 95, 99};

  private final Console console;
  private final Meter meter;
  private final boolean hasConfirms;
  private final boolean hasConsumers;
  private final long startNs;

  private long lastNs;
  private long lastSent;
  private long lastConfirmed;
  private long lastReceived;
  private long sendingNs;

  Report(Console console, Meter meter, PerfOptions options, long nowNs) {
    this.console = console;
    this.meter = meter;
    this.hasConfirms = options.confirm > 0;
    this.hasConsumers = options.consumers > 0;
    this.startNs = nowNs;
    this.lastNs = nowNs;
  }

  /** Rates and latencies since the line before. */
  void line(long nowNs) {
    double seconds = Math.max(1, nowNs - lastNs) / 1e9;
    long sent = meter.sent();
    long confirmed = meter.confirmed();
    long received = meter.received();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("time", tenths((nowNs - startNs) / 1e9));
    values.put("sent_rate", Math.round((sent - lastSent) / seconds));
    if (hasConfirms) {
      values.put("confirmed_rate", Math.round((confirmed - lastConfirmed) / seconds));
    }
    if (hasConsumers) {
      values.put("received_rate", Math.round((received - lastReceived) / seconds));
    }
    Histogram latencies = meter.interval();
    lastNs = nowNs;
    lastSent = sent;
    lastConfirmed = confirmed;
    lastReceived = received;
    if (console.isJson()) {
      putLatencies(values, latencies);
      console.json(values);
    } else {
      console.line(text(values, latencies));
    }
    console.out().flush();
  }

  private String text(Map<String, Object> values, Histogram latencies) {
    StringBuilder line = new StringBuilder("time %6s s".formatted(values.get("time")));
    line.append(", sent: ").append(values.get("sent_rate")).append(" msg/s");
    if (hasConfirms) {
      line.append(", confirmed: ").append(values.get("confirmed_rate")).append(" msg/s");
    }
    if (hasConsumers) {
      line.append(", received: ").append(values.get("received_rate")).append(" msg/s");
    }
    if (latencies.getTotalCount() > 0) {
      line.append(", min/median/75th/95th/99th latency: ").append(latencyText(latencies));
    }
    return line.toString();
  }

  private static String latencyText(Histogram latencies) {
    StringBuilder text = new StringBuilder().append(micros(latencies.getMinValue()));
    for (double percentile : PERCENTILES) {
      text.append('/').append(micros(latencies.getValueAtPercentile(percentile)));
    }
    return text.append(" µs").toString();
  }

  private static long micros(long ns) {
    return Math.round(ns / 1e3);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static void putLatencies(Map<String, Object> values, Histogram latencies) {
    if (latencies.getTotalCount() == 0) {
      return;
    }
    Map<String, Object> us = new LinkedHashMap<>();
    us.put("min", micros(latencies.getMinValue()));
    for (double percentile : PERCENTILES) {
      us.put("p" + (int) percentile, micros(latencies.getValueAtPercentile(percentile)));
    }
    us.put("p99.9", micros(latencies.getValueAtPercentile(99.9)));
    us.put("max", micros(latencies.getMaxValue()));
    values.put("latency_us", us);
  }

  /** From now on messages only arrive. */
  void endOfSending(long nowNs) {
    sendingNs = nowNs - startNs;
  }

  /**
   * Totals and averages over the whole run.
   *
   * @param lastNs when the last message came
   */
  void summary(long lastNs) {
    meter.interval();
    Histogram whole = meter.whole();
    double sendSeconds = Math.max(1, sendingNs) / 1e9;
    double seconds = Math.max(1, lastNs - startNs) / 1e9;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("summary", true);
    values.put("seconds", tenths(sendSeconds));
    values.put("sent", meter.sent());
    values.put("sent_rate", Math.round(meter.sent() / sendSeconds));
    if (hasConfirms) {
      values.put("confirmed", meter.confirmed());
      values.put("refused", meter.refused());
    }
    if (hasConsumers) {
      values.put("received", meter.received());
      values.put("received_rate", Math.round(meter.received() / seconds));
    }
    putLatencies(values, whole);
    if (console.isJson()) {
      console.json(values);
      return;
    }
    console.line("Summary:");
    console.line("  seconds:   " + values.get("seconds"));
    console.line(
        "  sent:      %s, %s msg/s".formatted(values.get("sent"), values.get("sent_rate")));
    if (hasConfirms) {
      console.line(
          "  confirmed: %s, refused: %s".formatted(values.get("confirmed"), values.get("refused")));
    }
    if (hasConsumers) {
      console.line(
          "  received:  %s, %s msg/s"
              .formatted(values.get("received"), values.get("received_rate")));
    }
    if (whole.getTotalCount() > 0) {
      console.line(
          "  latency:   min/median/75th/95th/99th "
              + latencyText(whole)
              + ", 99.9th %d µs, max %d µs"
                  .formatted(
                      micros(whole.getValueAtPercentile(99.9)), micros(whole.getMaxValue())));
    }
  }
}
