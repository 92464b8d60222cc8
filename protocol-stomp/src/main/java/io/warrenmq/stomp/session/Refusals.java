package io.warrenmq.stomp.session;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.stomp.codec.StompFault;
import java.util.Locale;

/** The broker's refusals in RabbitMQ's words, which are those of AMQP 0-9-1. Stateless. */
public final class Refusals {
  private Refusals() {}

  /** The fault that tells a refusal: the connection ends with it. */
  public static StompFault fault(BrokerException refusal) {
    return fault(
        switch (refusal.kind()) {
          case NOT_FOUND -> "NOT_FOUND";
          case ACCESS_REFUSED, EXCLUSIVE_USE -> "ACCESS_REFUSED";
          case RESOURCE_LOCKED -> "RESOURCE_LOCKED";
          case INEQUIVALENT, PRECONDITION_FAILED, TOO_LARGE, LIMIT_REACHED -> "PRECONDITION_FAILED";
          case NOT_ALLOWED -> "NOT_ALLOWED";
          case MALFORMED -> "SYNTAX_ERROR";
          case WRONG_STATE -> "COMMAND_INVALID";
          case UNSUPPORTED -> "NOT_IMPLEMENTED";
          case SHUTTING_DOWN -> "CONNECTION_FORCED";
          case INTERNAL -> "INTERNAL_ERROR";
        },
        refusal.text());
  }

  static StompFault preconditionFailed(String text) {
    return fault("PRECONDITION_FAILED", text);
  }

  private static StompFault fault(String name, String text) {
    return StompFault.closing(name.toLowerCase(Locale.ROOT), name + " - " + text);
  }
}
