package io.warrenmq.benchmarks.load;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The lines on standard output, which the benchmarks' harness reads. Those with a time have the
 * form that RabbitMQ PerfTest gives them.
 */
final class Report {
  private final PrintStream out;
  private final Counters counters;
  private long startNs;
  private long lastNs;
  private long lastSent;
  private long lastReceived;

  Report(PrintStream out, Counters counters) {
    this.out = out;
    this.counters = counters;
  }

  /** All connections are there. */
  void ready(int connections, long tookNs) {
    out.printf(Locale.ROOT, "ready: %d connections in %.3f s%n", connections, tookNs / 1e9);
  }

  void start(long nowNs) {
    startNs = nowNs;
    lastNs = nowNs;
  }

  /** What came since the last call. */
  void interval(long nowNs) {
    double seconds = (nowNs - lastNs) / 1e9;
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "time %.3f s, sent: %.0f msg/s, received: %.0f msg/s",
            (nowNs - startNs) / 1e9,
            (counters.sent - lastSent) / seconds,
            (counters.received - lastReceived) / seconds));
    append(line, "consumer latency", counters.latency);
    append(line, "confirm latency", counters.confirms);
    append(line, "pacing latency", counters.pacing);
    out.println(line);
    lastNs = nowNs;
    lastSent = counters.sent;
    lastReceived = counters.received;
  }

  private static void append(StringBuilder line, String what, LatencyHistogram times) {
    if (!times.isEmpty()) {
      line.append(
          String.format(
              Locale.ROOT,
              ", min/median/75th/95th/99th %s: %d/%d/%d/%d/%d µs",
              what,
              times.percentile(0),
              times.percentile(0.5),
              times.percentile(0.75),
              times.percentile(0.95),
              times.percentile(0.99)));
      times.clear();
    }
  }

  /** The whole run. */
  void total(long underway) {
    out.printf(
        Locale.ROOT,
        "total: sent %d, received %d, lost %d, late %d, underway %d, withheld %d, pings %d,"
            + " answered %d%n",
        counters.sent,
        counters.received,
        counters.lost,
        counters.late,
        underway,
        counters.withheld,
        counters.pings,
        counters.pongs);
  }
}
