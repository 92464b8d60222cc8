package io.warrenmq.core.auth;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often somebody has tried to log in, by the protocol. Thread-safe. */
public final class AuthAttempts {
  /**
   * What was counted of a protocol.
   *
   * @param succeeded attempts that were let in
   * @param failed attempts that were refused
   */
  public record Counts(long succeeded, long failed) {
    /** All of them. */
    public long all() {
      return succeeded + failed;
    }
  }

  private static final class Adders {
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
  }

  // As many as there are protocols.
  private final ConcurrentHashMap<String, Adders> byProtocol = new ConcurrentHashMap<>();

  /** Counts one. */
  public void add(String protocol, boolean hasSucceeded) {
    Adders adders = byProtocol.computeIfAbsent(protocol, absent -> new Adders());
    (hasSucceeded ? adders.succeeded : adders.failed).increment();
  }

  /** What was counted since the start, or since it was forgotten, by the protocol. */
  public Map<String, Counts> all() {
    Map<String, Counts> all = new TreeMap<>();
    byProtocol.forEach(
        (protocol, adders) ->
            all.put(protocol, new Counts(adders.succeeded.sum(), adders.failed.sum())));
    return all;
  }

  /** Forgets it. */
  public void reset() {
    byProtocol.clear();
  }
}
