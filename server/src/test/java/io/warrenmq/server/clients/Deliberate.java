package io.warrenmq.server.clients;

/**
 * Where WarrenMQ departs from RabbitMQ 4.0 on purpose. Tests assert RabbitMQ's answer where the
 * difference is off, and ours where it is on; everything that is not listed here is the same.
 */
public enum Deliberate {
  /** The server properties say {@code WarrenMQ}, unless {@code product.name} says otherwise. */
  PRODUCT_NAME,
  /** {@code basic.qos(global=true)} limits a channel on every kind of queue; RabbitMQ: 540. */
  GLOBAL_QOS_ON_QUORUM,
  /** Delivery limits work on every kind of queue; RabbitMQ: 406 for classic queues. */
  DELIVERY_LIMIT_ON_CLASSIC,
  /** Ten priorities and more work on every kind of queue; RabbitMQ: 406 for quorum queues. */
  MAX_PRIORITY_ON_QUORUM
}
