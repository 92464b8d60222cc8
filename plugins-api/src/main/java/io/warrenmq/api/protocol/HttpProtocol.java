package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;

/**
 * A protocol that is plain HTTP/1.1, for example that of the management API. A {@link
 * ProtocolCarrier} whose own connections begin with HTTP requests too, as WebSockets do, shares its
 * listeners: what asks for no WebSocket is handed on, from the first byte.
 */
public interface HttpProtocol extends ProtocolPlugin {
  /** More than any method that there is. */
  int METHOD_BYTES_MAX = 16;

  /**
   * Whether it is served on the listener for every protocol too. One that is not has its own ports
   * alone: whoever may reach that listener is not to reach it.
   */
  default boolean isForEveryProtocol() {
    return true;
  }

  @Override
  default Detection detect(ByteBuf first) {
    return detectRequest(first);
  }

  /** Whether a connection begins with a request: with its method, in capitals, and a blank. */
  static Detection detectRequest(ByteBuf first) {
    int bytes = Math.min(first.readableBytes(), METHOD_BYTES_MAX);
    for (int i = 0; i < bytes; i++) {
      byte sign = first.getByte(first.readerIndex() + i);
      if (sign == ' ' && i > 0) {
        return Detection.MINE;
      } else if (sign < 'A' || sign > 'Z') {
        return Detection.NOT_MINE;
      }
    }
    return bytes < METHOD_BYTES_MAX ? Detection.UNDECIDED : Detection.NOT_MINE;
  }
}
