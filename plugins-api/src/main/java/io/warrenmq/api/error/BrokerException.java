package io.warrenmq.api.error;

import java.util.Objects;

/**
 * A refusal with its kind and a text for the client's developer. Carries no stack trace: it is an
 * answer, not a fault of the broker's, and a client can provoke it at will. Immutable.
 */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorKind kind;

  /**
   * Creates a refusal.
   *
   * @param kind what kind of refusal this is
   * @param message what was asked, of which resource, in which vhost, what was found; never a
   *     secret or a payload
   */
  public BrokerException(ErrorKind kind, String message) {
    super(message, null, false, false);
    this.kind = Objects.requireNonNull(kind);
  }

  /** Whether a failure is a refusal of this kind. */
  public static boolean is(Throwable failure, ErrorKind kind) {
    return failure instanceof BrokerException refusal && refusal.kind == kind;
  }

  /** What kind of refusal this is. */
  public ErrorKind kind() {
    return kind;
  }

  /** The text for the client's developer. */
  public String text() {
    return Objects.requireNonNull(getMessage());
  }
}
