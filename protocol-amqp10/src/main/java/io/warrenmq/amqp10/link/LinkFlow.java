package io.warrenmq.amqp10.link;

/**
 * What a flow says of a link. §2.7.4. Filled anew for each flow. Confined to the connection's loop.
 */
public final class LinkFlow {
  /** Whether the peer knows the delivery count. */
  public boolean hasDeliveryCount;

  /** The delivery count, a serial number. */
  public int deliveryCount;

  /** Whether credit is given. */
  public boolean hasCredit;

  /** The credit, 0 to 2³²−1. */
  public long credit;

  /** Whether the credit is to be used up at once. */
  public boolean drain;

  /** Whether an answer is wanted. */
  public boolean echo;
}
