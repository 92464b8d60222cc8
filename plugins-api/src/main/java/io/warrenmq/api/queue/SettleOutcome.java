package io.warrenmq.api.queue;

/** What a consumer says of a delivery. */
public enum SettleOutcome {
  /** Done: the message leaves the queue. */
  COMPLETE,
  /**
   * Put back to its old place; counts as a failed attempt. Also for what a consumer that went away
   * had not settled.
   */
  REQUEUE,
  /** Put back to its old place by a consumer that never looked at it; not counted. */
  RELEASE,
  /** Not wanted: dead-lettered as rejected, or dropped. */
  DISCARD
}
