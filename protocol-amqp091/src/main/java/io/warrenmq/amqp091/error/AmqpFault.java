package io.warrenmq.amqp091.error;

import io.warrenmq.api.error.BrokerException;

/**
 * A request of the client's is refused. What it closes, the channel or the connection, follows from
 * the reply code. Has no stack trace: the client decides how often it is made. Immutable.
 */
public final class AmqpFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ReplyCode code;

  /**
   * Creates a fault.
   *
   * @param detail what is wrong, without the name of the reply code
   */
  public AmqpFault(ReplyCode code, String detail) {
    super(detail, null, false, false);
    this.code = code;
  }

  /** The fault that tells a refusal of the broker's. */
  public static AmqpFault of(BrokerException refusal) {
    return new AmqpFault(codeOf(refusal), refusal.text());
  }

  private static ReplyCode codeOf(BrokerException refusal) {
    return switch (refusal.kind()) {
      case NOT_FOUND -> ReplyCode.NOT_FOUND;
      case ACCESS_REFUSED, EXCLUSIVE_USE -> ReplyCode.ACCESS_REFUSED;
      case RESOURCE_LOCKED -> ReplyCode.RESOURCE_LOCKED;
      // RabbitMQ answers the latter two with 406, where the specification has 311 and 506.
      case INEQUIVALENT, PRECONDITION_FAILED, TOO_LARGE, LIMIT_REACHED ->
          ReplyCode.PRECONDITION_FAILED;
      case NOT_ALLOWED -> ReplyCode.NOT_ALLOWED;
      case MALFORMED -> ReplyCode.SYNTAX_ERROR;
      case WRONG_STATE -> ReplyCode.COMMAND_INVALID;
      case UNSUPPORTED -> ReplyCode.NOT_IMPLEMENTED;
      case SHUTTING_DOWN -> ReplyCode.CONNECTION_FORCED;
      case INTERNAL -> ReplyCode.INTERNAL_ERROR;
    };
  }

  /** The reply code. */
  public ReplyCode code() {
    return code;
  }

  /** The reply text, at most 255 bytes of UTF-8. */
  public String replyText() {
    return code.text(String.valueOf(getMessage()));
  }
}
