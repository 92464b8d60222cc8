package io.warrenmq.core.log;

/** When what is written is made to survive a power cut. */
public enum SyncPolicy {
  /** Before it is confirmed: what was confirmed survives a power cut. */
  BEFORE_CONFIRM,
  /**
   * Once every interval; it is confirmed when it was written. It survives the end of the process,
   * and a power cut takes what came within the last interval.
   */
  INTERVAL,
  /** When the operating system likes. It survives the end of the process. */
  NEVER
}
