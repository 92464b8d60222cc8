package io.warrenmq.core.metrics;

/** What is counted of queues, sessions, protocols. Messages, each time. */
public enum Counter {
  /** Came in: to a queue, or from a publisher. */
  PUBLISHED,
  /** Of these from a publisher, those it waits for. */
  PUBLISHED_TO_CONFIRM,
  /** Confirmed to their publisher. */
  CONFIRMED,
  /** Went to a queue; one for each. */
  ROUTED,
  /** Found no queue, and went back to their publisher. */
  RETURNED,
  /** Found no queue, and were dropped. */
  DROPPED,
  /** Sent to a consumer that settles them. */
  DELIVERED,
  /** Sent to a consumer that does not. */
  DELIVERED_SETTLED,
  /** Of those sent or got, those that had been out before. */
  REDELIVERED,
  /** Got one at a time, to be settled. */
  GOT,
  /** Got one at a time, and not to be. */
  GOT_SETTLED,
  /** Asked for one at a time when there was none. */
  GET_EMPTY,
  /** Settled as done. */
  ACKED,
  /** Left their queue as their time had come. */
  EXPIRED,
  /** Left their queue for want of room, or were refused by it. */
  OVERFLOWED,
  /** Left their queue as a consumer refused them. */
  REJECTED,
  /** Left their queue as they had come back too often. */
  RETURNED_TOO_OFTEN
}
