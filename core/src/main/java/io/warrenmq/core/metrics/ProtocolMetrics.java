package io.warrenmq.core.metrics;

/**
 * What the sessions of one protocol on one loop have done, those that are gone included. Written by
 * that loop, read by any thread as {@link Counts} are.
 */
public final class ProtocolMetrics {
  private final Counts published = new Counts();
  private final Counts[] byQueueType;
  private final SizeHistogram sizes = new SizeHistogram();
  private int publishers;
  private int consumers;

  ProtocolMetrics(int queueTypes) {
    byQueueType = new Counts[queueTypes];
    for (int i = 0; i < queueTypes; i++) {
      byQueueType[i] = new Counts();
    }
  }

  /** What publishers did. */
  public Counts published() {
    return published;
  }

  /**
   * What consumers did with queues of a type.
   *
   * @param queueType its ordinal
   */
  public Counts consumed(int queueType) {
    return byQueueType[queueType];
  }

  /** How large the bodies were that were published. */
  public SizeHistogram sizes() {
    return sizes;
  }

  /** Sessions that have published. Any thread. */
  public int publishers() {
    return publishers;
  }

  /** Consumers that are there. Any thread. */
  public int consumers() {
    return consumers;
  }

  void addPublishers(int more) {
    publishers += more;
  }

  void addConsumers(int more) {
    consumers += more;
  }
}
