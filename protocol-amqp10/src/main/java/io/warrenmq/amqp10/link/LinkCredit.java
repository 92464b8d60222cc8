package io.warrenmq.amqp10.link;

/**
 * Credit that a client has granted on an outgoing link, as totals since the link was attached, so
 * that nothing wraps. Credit is never negative: a client that counts from an older delivery than
 * our last one may leave us with less than it granted. Confined to the connection's loop.
 */
final class LinkCredit {
  private long count; // deliveries sent, and credit given back
  private long limit; // deliveries that the client accepts in all

  /**
   * Applies a flow.
   *
   * @param flow whose credit counts from its delivery count; from the link's beginning when the
   *     client does not know that yet
   */
  void onFlow(LinkFlow flow) {
    // §2.6.7. The subtraction is serial arithmetic, so overflow is intended.
    int behind = flow.hasDeliveryCount ? flow.deliveryCount - (int) count : (int) -count;
    limit = Math.max(count, count + behind + flow.credit);
  }

  /** One more was sent. */
  void onSent() {
    count++;
  }

  /** So much is given back. */
  void skip(long deliveries) {
    count += deliveries;
  }

  /** Deliveries counted as made. */
  long count() {
    return count;
  }

  /** The delivery count as the peer sees it: a serial number. */
  int deliveryCount() {
    return (int) count;
  }

  /** Deliveries that the client accepts in all. */
  long limit() {
    return limit;
  }

  /** What is left. */
  long left() {
    return limit - count;
  }
}
