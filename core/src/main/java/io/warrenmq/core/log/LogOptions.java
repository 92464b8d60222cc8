package io.warrenmq.core.log;

/**
 * How the message log is kept. Immutable.
 *
 * @param frameBytes bytes after which a frame is written; more makes no faster writes
 * @param fileBytes bytes of a file after which the next one is begun, 64 KiB or more
 * @param sync when what is written is made safe
 * @param syncIntervalMs how often with {@link SyncPolicy#INTERVAL}, above 0
 */
public record LogOptions(int frameBytes, long fileBytes, SyncPolicy sync, long syncIntervalMs) {
  /** Files of 32 MiB, safe before it is confirmed. */
  public static final LogOptions DEFAULT =
      new LogOptions(1 << 20, 32L << 20, SyncPolicy.BEFORE_CONFIRM, 200);
}
