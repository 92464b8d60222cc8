package io.warrenmq.tracing;

import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which traces are begun here: a part of all. Whether a trace is one of them shows in its id, by
 * the rule of OpenTelemetry's TraceIdRatioBased, so that samplers of others with the same ratio
 * agree. It is decided before there is an id, which costs a message that is not wanted a random
 * number; {@link #ids} are then made such that they fit. Thread-safe.
 */
final class Sampling {
  private final long bound;
  private final IdGenerator ids = new Ids();

  /**
   * Sampling of a part of all traces.
   *
   * @param ratio 0 for none, to 1 for all
   */
  Sampling(double ratio) {
    this.bound = ratio >= 1 ? Long.MAX_VALUE : (long) (ratio * Long.MAX_VALUE);
  }

  /** Whether a trace is to begin. */
  boolean beginsTrace() {
    return bound == Long.MAX_VALUE || (ThreadLocalRandom.current().nextLong() >>> 1) < bound;
  }

  /** Makes the ids of traces that begin, and of all spans. */
  IdGenerator ids() {
    return ids;
  }

  private final class Ids implements IdGenerator {
    @Override
    public String generateSpanId() {
      return IdGenerator.random().generateSpanId();
    }

    /** Its last eight bytes are, but for the sign, below the bound. */
    @Override
    public String generateTraceId() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      long high = random.nextLong();
      long low = random.nextLong(Math.max(bound, 2));
      if ((high | low) == 0) {
        low = 1; // An id of zeros is none.
      }
      return TraceId.fromLongs(high, random.nextBoolean() ? low : -low);
    }
  }
}
