package io.warrenmq.amqp10.address;

/** Where the messages of a link come from that a client receives on. Immutable. */
public sealed interface SourceAddress {
  /**
   * From a queue.
   *
   * @param queue its name
   * @param declared whether the queue is made when there is none (version 1); else it must be there
   */
  record FromQueue(String queue, boolean declared) implements SourceAddress {}

  /**
   * From an exchange, by way of a queue that is made for the link and bound to it. Version 1, or of
   * a topic.
   *
   * @param exchange its name; not empty
   * @param routingKey may be empty
   */
  record FromExchange(String exchange, String routingKey) implements SourceAddress {}
}
