package io.warrenmq.api.error;

/**
 * What kind of refusal an error is. Every protocol maps each kind to its own code, in one switch.
 */
public enum ErrorKind {
  /** The vhost, exchange, queue or binding asked for does not exist. */
  NOT_FOUND,
  /** The principal lacks the permission, or the resource may not be used by clients. */
  ACCESS_REFUSED,
  /** The resource belongs to another connection. */
  RESOURCE_LOCKED,
  /** A consumer has the queue for itself, or asks for that while there are others. */
  EXCLUSIVE_USE,
  /** The resource exists otherwise than asked for. */
  INEQUIVALENT,
  /** An argument's value is not acceptable, or a condition that was asked for does not hold. */
  PRECONDITION_FAILED,
  /** The connection may not do this: enter that vhost, open another channel. */
  NOT_ALLOWED,
  /** A message or name is larger than configured. */
  TOO_LARGE,
  /** A limit on the number of resources or connections is reached. */
  LIMIT_REACHED,
  /** The peer's bytes do not parse. */
  MALFORMED,
  /** The request is well-formed but not valid in this state. */
  WRONG_STATE,
  /** The request is known and deliberately not offered. */
  UNSUPPORTED,
  /** The broker is stopping. */
  SHUTTING_DOWN,
  /** A bug of the broker's. */
  INTERNAL
}
