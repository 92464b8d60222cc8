package io.warrenmq.api.exchange;

/** Where a binding leads: a queue or another exchange. Compared by identity. */
public interface Destination {
  /** Its name within the vhost. */
  String name();

  /** Whether it is an exchange; otherwise a queue. */
  boolean isExchange();

  /** Whether it lives on this node. */
  boolean isLocal();
}
