package io.warrenmq.core.metadata;

/**
 * Gives stored queues their ids: what tells a queue from one that had its name before. No id is
 * given twice, also not after a restart. Confined to the metadata loop.
 */
public final class QueueIds {
  private long highest;

  /** An id that no queue has had, 1 or more. */
  public long next() {
    return ++highest;
  }

  /** Says that ids up to this one have been given, by whatever keeps them. */
  public void raiseAbove(long id) {
    highest = Math.max(highest, id);
  }
}
