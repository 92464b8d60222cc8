package io.warrenmq.amqp10.error;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.util.Objects;

/**
 * The client has done what it must not, or asked for what it cannot have; what that ends is part of
 * it. Has no stack trace: the client decides how often it is made. Immutable.
 */
public final class AmqpFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What an error ends. */
  public enum Scope {
    /** The link: detach. */
    LINK,
    /** The session: end. */
    SESSION,
    /** The connection: close. */
    CONNECTION
  }

  private final Scope scope;
  private final AmqpCondition condition;

  /**
   * Creates a fault.
   *
   * @param description what is wrong, for the client's developer; never a secret or a payload
   */
  public AmqpFault(Scope scope, AmqpCondition condition, String description) {
    super(description, null, false, false);
    this.scope = scope;
    this.condition = condition;
  }

  /** A fault that ends the link. */
  public static AmqpFault link(AmqpCondition condition, String description) {
    return new AmqpFault(Scope.LINK, condition, description);
  }

  /** A fault that ends the session. */
  public static AmqpFault session(AmqpCondition condition, String description) {
    return new AmqpFault(Scope.SESSION, condition, description);
  }

  /** A fault that ends the connection. */
  public static AmqpFault connection(AmqpCondition condition, String description) {
    return new AmqpFault(Scope.CONNECTION, condition, description);
  }

  /**
   * The fault of a link that tells a refusal of the broker's: it ends the link alone, unless a
   * permission is lacking, which ends the session, as in RabbitMQ.
   */
  public static AmqpFault ofLink(BrokerException refusal) {
    return of(refusal.kind() == ErrorKind.ACCESS_REFUSED ? Scope.SESSION : Scope.LINK, refusal);
  }

  /** The fault that tells a refusal of the broker's. */
  public static AmqpFault of(Scope scope, BrokerException refusal) {
    return new AmqpFault(scope, AmqpCondition.of(refusal.kind()), refusal.text());
  }

  /** What it ends. */
  public Scope scope() {
    return scope;
  }

  /** The condition. */
  public AmqpCondition condition() {
    return condition;
  }

  /** The text for the client's developer. */
  public String description() {
    return Objects.requireNonNull(getMessage());
  }
}
