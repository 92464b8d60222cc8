package io.warrenmq.testkit.durability;

import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.queue.PagingOptions;
import java.util.Random;

/** What a seed has chosen for all its lives, and the chance by which it goes on. */
final class SeedPlan {
  static final long SYNC_INTERVAL_MS = 50;

  private final long seed;
  private final Random random;
  private final LogOptions log;
  private final PagingOptions paging;
  private final boolean ttl;
  private final boolean deadLetters;
  private final boolean limits;
  private final boolean backlogs;
  private int floods; // that are still to come

  SeedPlan(long seed) {
    this.seed = seed;
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1); // neighbouring seeds begin alike otherwise
    SyncPolicy sync =
        switch (random.nextInt(4)) {
          case 0 -> SyncPolicy.INTERVAL;
          case 1 -> SyncPolicy.NEVER;
          default -> SyncPolicy.BEFORE_CONFIRM;
        };
    log = new LogOptions(4 << 10, 64 << 10, sync, SYNC_INTERVAL_MS);
    // Half of the seeds have queues go to disk with a few messages.
    paging = chance(2) ? PagingOptions.NEVER : new PagingOptions(6000, 3000, 20_000, 1500);
    boolean plain = chance(4);
    ttl = !plain && chance(2);
    deadLetters = !plain && chance(2);
    limits = !plain && chance(2);
    backlogs = chance(4);
    floods = chance(50) ? 4 : 0; // More than the log of a loop lets wait.
  }

  LogOptions log() {
    return log;
  }

  SyncPolicy sync() {
    return log.sync();
  }

  PagingOptions paging() {
    return paging;
  }

  /** Whether messages expire. */
  boolean hasTtl() {
    return ttl;
  }

  /** Whether some queues send their dead letters to others. */
  boolean hasDeadLetters() {
    return deadLetters;
  }

  /** Whether some queues have a longest length. */
  boolean hasLimits() {
    return limits;
  }

  /** Whether much is published, and taken without being settled for long. */
  boolean hasBacklogs() {
    return backlogs;
  }

  /** Whether the next message is so large that publishers are held. */
  boolean takeFlood() {
    return floods > 0 && floods-- > 0;
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }

  /** A time to live: none, short, or longer than a life. */
  long ttlMs() {
    return switch (below(5)) {
      case 0 -> 0;
      case 1, 2 -> below(60);
      case 3 -> below(400);
      default -> 1000 + below(20_000);
    };
  }

  /** How long the next thing is waited for, or the next life. */
  long pauseMs() {
    return switch (below(6)) {
      case 0 -> 2 * SYNC_INTERVAL_MS + below(100);
      case 1 -> hasTtl() ? below(2000) : below(20);
      default -> below(20);
    };
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + ", "
        + log.sync()
        + (paging == PagingOptions.NEVER ? "" : ", pages")
        + (ttl ? ", TTL" : "")
        + (deadLetters ? ", dead letters" : "")
        + (limits ? ", limits" : "")
        + (backlogs ? ", backlogs" : "")
        + (floods > 0 ? ", floods" : "");
  }
}
