package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;

/**
 * A method with its arguments, without the reserved ones (tickets and the like), which are skipped
 * in what comes and 0 in what goes. One record for each method that RabbitMQ 4 knows, grouped by
 * class. Immutable.
 *
 * <p>In all of them: unsigned 16-bit arguments are {@code int} (0..65535), 32-bit ones {@code long}
 * (0..2^32-1), and 64-bit ones {@code long}, which may show as negative. Short strings are at most
 * 255 octets of UTF-8.
 */
public sealed interface Method
    permits ConnectionMethod,
        ChannelMethod,
        AccessMethod,
        ExchangeMethod,
        QueueMethod,
        BasicMethod,
        ConfirmMethod,
        TxMethod {
  /** One of {@link MethodId}'s. */
  int id();

  /**
   * Appends the arguments as they follow the method id.
   *
   * @throws IllegalArgumentException for a short string of more than 255 octets
   */
  void writeArguments(ByteBuf out);

  /** The name in the specification, as RabbitMQ prints it: {@code basic.get_ok}. */
  default String methodName() {
    return MethodId.nameOf(id());
  }
}
