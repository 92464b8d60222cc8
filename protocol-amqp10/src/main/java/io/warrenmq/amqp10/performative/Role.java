package io.warrenmq.amqp10.performative;

/** An end of a link. §2.8.1. */
public enum Role {
  /** The end that sends messages. */
  SENDER,
  /** The end that receives them. */
  RECEIVER
}
