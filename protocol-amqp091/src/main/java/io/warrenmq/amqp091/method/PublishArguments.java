package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FrameDecoder;

/**
 * The arguments of one {@code basic.publish}, where they lie in the frame. One is kept per loop and
 * reused, so that a publish makes no object. Its indices are of the buffer last parsed, and good
 * for as long as that is. Confined to the loop.
 *
 * <pre>
 *   | ticket uint16 | exchange shortstr | routing key shortstr | mandatory bit 0, immediate bit 1 |
 * </pre>
 */
public final class PublishArguments {
  // An empty exchange, an empty routing key.
  private static final int BYTES_MIN = 5;

  private int exchangeIndex;
  private int exchangeBytes;
  private int routingKeyIndex;
  private int routingKeyBytes;
  private int bits;

  /**
   * Parses a payload of {@code length} octets from {@code index} on, whose method id has been seen
   * to be {@link MethodId#BASIC_PUBLISH}.
   *
   * @throws io.warrenmq.amqp091.wire.MalformedFrame FRAME_ERROR when the lengths do not add up to
   *     the payload's
   */
  public void parse(ByteBuf in, int index, int length) {
    int start = index + FrameDecoder.METHOD_ID_BYTES;
    int end = index + length;
    if (end - start < BYTES_MIN) {
      throw cannotDecode(in, start, end);
    }
    int exchange = start + 3;
    int exchangeLength = in.getUnsignedByte(start + 2);
    int routingKey = exchange + exchangeLength + 1;
    if (routingKey >= end) { // the bits are still to come
      throw cannotDecode(in, start, end);
    }
    int routingKeyLength = in.getUnsignedByte(routingKey - 1);
    if (routingKey + routingKeyLength + 1 != end) {
      throw cannotDecode(in, start, end);
    }
    exchangeIndex = exchange;
    exchangeBytes = exchangeLength;
    routingKeyIndex = routingKey;
    routingKeyBytes = routingKeyLength;
    bits = in.getByte(end - 1);
  }

  /** Index of the exchange's first octet. Its UTF-8 is not checked. */
  public int exchangeIndex() {
    return exchangeIndex;
  }

  /** 0..255; 0 is the default exchange. */
  public int exchangeBytes() {
    return exchangeBytes;
  }

  /** Index of the routing key's first octet. Its UTF-8 is not checked. */
  public int routingKeyIndex() {
    return routingKeyIndex;
  }

  /** 0..255. */
  public int routingKeyBytes() {
    return routingKeyBytes;
  }

  public boolean isMandatory() {
    return (bits & 1) != 0;
  }

  public boolean isImmediate() {
    return (bits & 2) != 0;
  }

  private static RuntimeException cannotDecode(ByteBuf in, int start, int end) {
    return ArgumentReader.cannotDecode(in, start, end - start, MethodId.BASIC_PUBLISH);
  }
}
