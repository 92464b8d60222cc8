package io.warrenmq.amqp091.wire;

import io.warrenmq.amqp091.error.ReplyCode;

/**
 * The peer sent octets that are not AMQP 0-9-1. Always ends the connection. Carries what the {@code
 * connection.close} must say; has no stack trace, since the peer decides how often it is made.
 * Immutable.
 */
public final class MalformedFrame extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReplyCode kind;
  private final int methodId;

  /** An error of a frame that is not, or not known to be, a method frame. */
  public MalformedFrame(ReplyCode kind, String detail) {
    this(kind, detail, 0);
  }

  /**
   * An error in the arguments of a method.
   *
   * @param methodId class id in the upper, method id in the lower 16 bits; 0 when no method is to
   *     blame
   */
  public MalformedFrame(ReplyCode kind, String detail, int methodId) {
    super(detail, null, false, false);
    this.kind = kind;
    this.methodId = methodId;
  }

  /** FRAME_ERROR, SYNTAX_ERROR, UNEXPECTED_FRAME or NOT_IMPLEMENTED. */
  public ReplyCode kind() {
    return kind;
  }

  /** What is wrong, without the name of the reply code. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The reply text for {@code connection.close}, at most 255 bytes of UTF-8. */
  public String replyText() {
    return kind.text(detail());
  }

  /** The method to blame, class id in the upper 16 bits; 0 for none. */
  public int methodId() {
    return methodId;
  }
}
