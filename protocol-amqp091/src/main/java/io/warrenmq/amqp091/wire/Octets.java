package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;

/**
 * Prints octets in reply texts the way RabbitMQ does, which is Erlang's: {@code <<0,60>>} or {@code
 * <<"abc">>}.
 */
final class Octets {
  /** Octets printed at most: a reply text of 255 bytes has no room for more. */
  private static final int PRINTED_MAX = 64;

  private Octets() {}

  static String print(ByteBuf in, int index, int length) {
    int printed = Math.min(length, PRINTED_MAX);
    boolean isText = printed > 0;
    for (int i = 0; i < printed && isText; i++) {
      int octet = in.getByte(index + i);
      isText = octet >= ' ' && octet <= '~' && octet != '"' && octet != '\\';
    }
    StringBuilder text = new StringBuilder("<<");
    if (isText) {
      text.append('"');
    }
    for (int i = 0; i < printed; i++) {
      int octet = in.getUnsignedByte(index + i);
      if (isText) {
        text.append((char) octet);
      } else {
        text.append(i == 0 ? "" : ",").append(octet);
      }
    }
    if (isText) {
      text.append('"');
    }
    return text.append(printed < length ? "..." : ">>").toString();
  }
}
