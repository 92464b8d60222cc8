package io.warrenmq.amqp10.error;

import io.warrenmq.api.error.ErrorKind;

/** The error conditions that the broker tells its clients. AMQP 1.0 §2.8.15 to §2.8.18, §4.5.8. */
public enum AmqpCondition {
  /** A bug of the broker's. */
  INTERNAL_ERROR("amqp:internal-error"),
  /** There is no such thing. */
  NOT_FOUND("amqp:not-found"),
  /** The permission is lacking. */
  UNAUTHORIZED_ACCESS("amqp:unauthorized-access"),
  /** The bytes are no values. */
  DECODE_ERROR("amqp:decode-error"),
  /** A limit is reached. */
  RESOURCE_LIMIT_EXCEEDED("amqp:resource-limit-exceeded"),
  /** The peer must not do that. */
  NOT_ALLOWED("amqp:not-allowed"),
  /** A field has a value that it must not have. */
  INVALID_FIELD("amqp:invalid-field"),
  /** Known, and deliberately not offered. */
  NOT_IMPLEMENTED("amqp:not-implemented"),
  /** Another connection has it. */
  RESOURCE_LOCKED("amqp:resource-locked"),
  /** A condition that the peer relied on does not hold. */
  PRECONDITION_FAILED("amqp:precondition-failed"),
  /** What the link was attached to is gone. */
  RESOURCE_DELETED("amqp:resource-deleted"),
  /** Not valid in this state. */
  ILLEGAL_STATE("amqp:illegal-state"),
  /** The frame is smaller than one may be. */
  FRAME_SIZE_TOO_SMALL("amqp:frame-size-too-small"),
  /** An operator or the broker ends the connection. */
  CONNECTION_FORCED("amqp:connection:forced"),
  /** The bytes are no frames. */
  FRAMING_ERROR("amqp:connection:framing-error"),
  /** More transfers than the window has room for. */
  WINDOW_VIOLATION("amqp:session:window-violation"),
  /** A link that is attached is attached again. */
  ERRANT_LINK("amqp:session:errant-link"),
  /** A handle that is in use is attached. */
  HANDLE_IN_USE("amqp:session:handle-in-use"),
  /** A frame for a handle that is not attached. */
  UNATTACHED_HANDLE("amqp:session:unattached-handle"),
  /** An operator or the broker detaches the link. */
  DETACH_FORCED("amqp:link:detach-forced"),
  /** More transfers than there is credit for. */
  TRANSFER_LIMIT_EXCEEDED("amqp:link:transfer-limit-exceeded"),
  /** The message is larger than the link takes. */
  MESSAGE_SIZE_EXCEEDED("amqp:link:message-size-exceeded"),
  /** The link was attached elsewhere. */
  STOLEN("amqp:link:stolen"),
  /** There is no such transaction. */
  TRANSACTION_UNKNOWN_ID("amqp:transaction:unknown-id"),
  /** The transaction could not be carried out. */
  TRANSACTION_ROLLBACK("amqp:transaction:rollback"),
  /** The transaction has taken too long. */
  TRANSACTION_TIMEOUT("amqp:transaction:timeout");

  private final String symbol;

  AmqpCondition(String symbol) {
    this.symbol = symbol;
  }

  /** The symbol on the wire. */
  public String symbol() {
    return symbol;
  }

  /** The condition that tells a refusal of the broker's. */
  public static AmqpCondition of(ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> NOT_FOUND;
      case ACCESS_REFUSED -> UNAUTHORIZED_ACCESS;
      case RESOURCE_LOCKED, EXCLUSIVE_USE -> RESOURCE_LOCKED;
      case INEQUIVALENT, PRECONDITION_FAILED -> PRECONDITION_FAILED;
      case NOT_ALLOWED -> NOT_ALLOWED;
      case TOO_LARGE -> MESSAGE_SIZE_EXCEEDED;
      case LIMIT_REACHED -> RESOURCE_LIMIT_EXCEEDED;
      case MALFORMED -> DECODE_ERROR;
      case WRONG_STATE -> ILLEGAL_STATE;
      case UNSUPPORTED -> NOT_IMPLEMENTED;
      case SHUTTING_DOWN -> CONNECTION_FORCED;
      case INTERNAL -> INTERNAL_ERROR;
    };
  }
}
