package io.warrenmq.management.messages;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.management.api.ApiException;

/**
 * What RabbitMQ's API says when the channel is closed that it works with: AMQP 0-9-1's reply code
 * and text, whatever it is in a bad request. Stateless.
 */
final class ChannelFault {
  private ChannelFault() {}

  static ApiException of(BrokerException refusal) {
    String code =
        switch (refusal.kind()) {
          case NOT_FOUND -> "404 NOT_FOUND";
          case ACCESS_REFUSED, EXCLUSIVE_USE -> "403 ACCESS_REFUSED";
          case RESOURCE_LOCKED -> "405 RESOURCE_LOCKED";
          case INEQUIVALENT, PRECONDITION_FAILED, TOO_LARGE, LIMIT_REACHED ->
              "406 PRECONDITION_FAILED";
          case NOT_ALLOWED -> "530 NOT_ALLOWED";
          case MALFORMED -> "502 SYNTAX_ERROR";
          case WRONG_STATE -> "503 COMMAND_INVALID";
          case UNSUPPORTED -> "540 NOT_IMPLEMENTED";
          case SHUTTING_DOWN -> "320 CONNECTION_FORCED";
          case INTERNAL -> "541 INTERNAL_ERROR";
        };
    return ApiException.badRequest(code + " - " + refusal.text());
  }
}
