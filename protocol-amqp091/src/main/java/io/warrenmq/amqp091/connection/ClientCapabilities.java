package io.warrenmq.amqp091.connection;

import io.warrenmq.api.resource.Arguments;
import java.util.Map;

/**
 * What the client says it understands. Immutable.
 *
 * @param authenticationFailureClose it wants connection.close when it is refused, not a closed
 *     socket
 * @param connectionBlocked it wants connection.blocked and unblocked
 * @param consumerCancelNotify it wants basic.cancel when a consumer ends
 */
record ClientCapabilities(
    boolean authenticationFailureClose, boolean connectionBlocked, boolean consumerCancelNotify) {
  /** None. */
  static final ClientCapabilities NONE = new ClientCapabilities(false, false, false);

  /** Reads them from the client's properties. */
  static ClientCapabilities of(Arguments clientProperties) {
    if (!(clientProperties.get("capabilities") instanceof Map<?, ?> capabilities)) {
      return NONE;
    }
    return new ClientCapabilities(
        Boolean.TRUE.equals(capabilities.get("authentication_failure_close")),
        Boolean.TRUE.equals(capabilities.get("connection.blocked")),
        Boolean.TRUE.equals(capabilities.get("consumer_cancel_notify")));
  }
}
