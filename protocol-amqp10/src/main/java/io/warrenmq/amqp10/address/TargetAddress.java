package io.warrenmq.amqp10.address;

/** Where the messages of a link go that a client sends on. Immutable. */
public sealed interface TargetAddress {
  /**
   * To an exchange, by one key.
   *
   * @param exchange its name; not empty
   * @param routingKey may be empty
   */
  record ToExchange(String exchange, String routingKey) implements TargetAddress {}

  /**
   * To an exchange, each message by its subject, or by the empty key when it has none. Version 1.
   *
   * @param exchange its name; empty for the default exchange
   */
  record BySubject(String exchange) implements TargetAddress {}

  /**
   * To a queue, by way of the default exchange.
   *
   * @param queue its name
   * @param declared whether the queue is made when there is none (version 1); else it must be there
   */
  record ToQueue(String queue, boolean declared) implements TargetAddress {}

  /** Each message to its own: what its {@code to} says. */
  record PerMessage() implements TargetAddress {}
}
