package io.warrenmq.core.metrics;

/**
 * What one session has done; its protocol's metrics are told too. Written by the session's loop,
 * read by any thread as {@link Counts} are.
 */
public final class SessionMetrics {
  private final Counts counts = new Counts();
  private final ProtocolMetrics protocol;
  private boolean publishes;
  private int unconfirmed;
  private int unsettledGets;
  private int consumers;

  /** Of a session that has done nothing. */
  public SessionMetrics(ProtocolMetrics protocol) {
    this.protocol = protocol;
  }

  /** What it has done. */
  public Counts counts() {
    return counts;
  }

  /** Publishes that it waits for. Any thread. */
  public int unconfirmed() {
    return unconfirmed;
  }

  /** Messages that it got one at a time and has not settled. Any thread. */
  public int unsettledGets() {
    return unsettledGets;
  }

  /** Its consumers. Any thread. */
  public int consumers() {
    return consumers;
  }

  /**
   * It has published.
   *
   * @param queues where the message went; 0: it is the caller's to say what becomes of it
   */
  public void published(int bodyBytes, int queues, boolean toConfirm) {
    if (!publishes) {
      publishes = true;
      protocol.addPublishers(1);
    }
    Counts all = protocol.published();
    counts.add(Counter.PUBLISHED);
    all.add(Counter.PUBLISHED);
    protocol.sizes().add(bodyBytes);
    all.add(Counter.ROUTED, queues);
    if (toConfirm) {
      all.add(Counter.PUBLISHED_TO_CONFIRM);
      if (queues == 0) {
        countConfirmed(); // By whoever publishes, as there is nothing to wait for.
      } else {
        unconfirmed++;
      }
    }
  }

  /** A publish that it waited for is answered. */
  public void answered(boolean accepted) {
    unconfirmed--;
    if (accepted) {
      countConfirmed();
    }
  }

  private void countConfirmed() {
    counts.add(Counter.CONFIRMED);
    protocol.published().add(Counter.CONFIRMED);
  }

  /** A message for which there was no queue went back to it, or was dropped. */
  public void unroutable(boolean returned) {
    Counter counter = returned ? Counter.RETURNED : Counter.DROPPED;
    counts.add(counter);
    protocol.published().add(counter);
  }

  /** A consumer of it was sent a message. */
  public void delivered(int queueType, boolean settled, boolean redelivered) {
    sent(settled ? Counter.DELIVERED_SETTLED : Counter.DELIVERED, queueType, redelivered);
  }

  /** It got a message. */
  public void got(int queueType, boolean settled, boolean redelivered) {
    if (!settled) {
      unsettledGets++;
    }
    sent(settled ? Counter.GOT_SETTLED : Counter.GOT, queueType, redelivered);
  }

  private void sent(Counter counter, int queueType, boolean redelivered) {
    Counts all = protocol.consumed(queueType);
    counts.add(counter);
    all.add(counter);
    if (redelivered) {
      counts.add(Counter.REDELIVERED);
      all.add(Counter.REDELIVERED);
    }
  }

  /** It asked for a message, and there was none. */
  public void gotNothing(int queueType) {
    counts.add(Counter.GET_EMPTY);
    protocol.consumed(queueType).add(Counter.GET_EMPTY);
  }

  /** It has settled a message. */
  public void settled(int queueType, boolean done, boolean wasGot) {
    if (wasGot) {
      unsettledGets--;
    }
    if (done) {
      counts.add(Counter.ACKED);
      protocol.consumed(queueType).add(Counter.ACKED);
    }
  }

  /** Consumers came, or with a negative number went. */
  public void addConsumers(int more) {
    consumers += more;
    protocol.addConsumers(more);
  }

  /** It is closed. */
  public void closed() {
    if (publishes) {
      protocol.addPublishers(-1);
    }
  }
}
