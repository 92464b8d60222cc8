package io.warrenmq.cli.perf;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts messages and measures their way. Thread-safe; {@link #interval} is for one thread. */
final class Meter {
  private static final long LATENCY_MAX_NS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final LongAdder sent = new LongAdder();
  private final LongAdder confirmed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final Recorder recorder = new Recorder(LATENCY_MAX_NS, DIGITS);
  private final Histogram whole = new Histogram(LATENCY_MAX_NS, DIGITS);
  private Histogram last = recorder.getIntervalHistogram();

  void onSent() {
    sent.increment();
  }

  void onSettled(boolean isAccepted) {
    (isAccepted ? confirmed : refused).increment();
  }

  /** A message has come to a consumer. */
  void onReceived(byte[] body) {
    long nowNs = System.nanoTime();
    received.increment();
    // One that somebody else left in the queue tells no time of this process.
    long latencyNs = nowNs - Body.sentNs(body, nowNs);
    recorder.recordValue(Math.max(0, Math.min(latencyNs, LATENCY_MAX_NS)));
  }

  long sent() {
    return sent.sum();
  }

  long confirmed() {
    return confirmed.sum();
  }

  long refused() {
    return refused.sum();
  }

  long received() {
    return received.sum();
  }

  /** Latencies, in ns, since the call before; valid until the next. */
  Histogram interval() {
    last = recorder.getIntervalHistogram(last);
    whole.add(last);
    return last;
  }

  /** Latencies, in ns, of all intervals so far. */
  Histogram whole() {
    return whole;
  }
}
