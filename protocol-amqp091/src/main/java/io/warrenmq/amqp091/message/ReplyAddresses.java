package io.warrenmq.amqp091.message;

import io.warrenmq.api.message.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * {@code reply_to} of AMQP 0-9-1, a queue's name, and the canonical address, AMQP 1.0's {@code
 * /queues/:queue} with the name percent-encoded (RFC 3986). Addresses of other forms pass as they
 * are.
 */
final class ReplyAddresses {
  private static final String QUEUES = "/queues/";

  private ReplyAddresses() {}

  static @Nullable String toCanonical(@Nullable String replyTo) {
    return replyTo == null || replyTo.isEmpty() || replyTo.startsWith("/")
        ? replyTo
        : QUEUES + PercentEncoding.encode(replyTo);
  }

  static @Nullable String fromCanonical(@Nullable String address) {
    if (address == null || !address.startsWith(QUEUES)) {
      return address;
    }
    String name = PercentEncoding.decode(address.substring(QUEUES.length()));
    return name == null ? address : name;
  }
}
