package io.warrenmq.api.queue;

/** What a consumer says of a delivery. */
public enum SettleOutcome {
  /** Done: the message leaves the queue. */
  COMPLETE,
  /** Put back, near its old place; counts as a failed attempt. */
  REQUEUE,
  /** Put back because the consumer went away or never looked at it. */
  RELEASE,
  /** Not wanted: dead-lettered as rejected, or dropped. */
  DISCARD
}
