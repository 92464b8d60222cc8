package io.warrenmq.amqp10.management;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.util.Objects;

/**
 * A request is refused, with a status and a text. Has no stack trace: the client decides how often
 * it is made. Immutable.
 */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int CONFLICT = 409;
  static final int URI_TOO_LONG = 414;
  static final int INTERNAL_ERROR = 500;
  static final int UNAVAILABLE = 503;

  /** Texts quote what was asked for, of which the client decides how long it is. */
  static final int TEXT_CHARS_MAX = 1024;

  private final int status;

  Refused(int status, String text) {
    super(cut(text), null, false, false);
    this.status = status;
  }

  private static String cut(String text) {
    return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "...";
  }

  static Refused badRequest(String text) {
    return new Refused(BAD_REQUEST, text);
  }

  /** What the broker refuses, where a route does not know it better: as RabbitMQ, mostly 400. */
  static Refused of(BrokerException refusal) {
    return new Refused(status(refusal.kind()), refusal.text());
  }

  private static int status(ErrorKind kind) {
    return switch (kind) {
      case INEQUIVALENT -> CONFLICT;
      case LIMIT_REACHED -> FORBIDDEN;
      case SHUTTING_DOWN -> UNAVAILABLE;
      case INTERNAL -> INTERNAL_ERROR;
      default -> BAD_REQUEST;
    };
  }

  Answer answer() {
    return new Answer(status, Objects.requireNonNull(getMessage()));
  }
}
