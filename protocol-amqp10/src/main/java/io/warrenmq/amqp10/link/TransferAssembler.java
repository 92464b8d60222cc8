package io.warrenmq.amqp10.link;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.api.broker.UnfinishedBytes;
import java.util.Arrays;

/**
 * Puts a message together from its transfers. One that comes in a single transfer is copied once;
 * otherwise the array grows as the parts arrive. §2.6.14. Confined to the connection's loop.
 */
final class TransferAssembler {
  private static final byte[] NONE = {};

  private final int bytesMax;
  private final UnfinishedBytes unfinished;
  private byte[] bytes = NONE;
  private int filled;

  /**
   * Creates it.
   *
   * @param bytesMax the largest message that is taken
   */
  TransferAssembler(int bytesMax, UnfinishedBytes unfinished) {
    this.bytesMax = bytesMax;
    this.unfinished = unfinished;
  }

  /**
   * Takes a part after which more comes.
   *
   * @throws AmqpFault when the message is too large
   */
  void add(ByteBuf in, int from, int to) {
    int length = to - from;
    checkSize(length);
    if (length > bytes.length - filled) {
      int capacity = (int) Math.min(bytesMax, Math.max(2L * bytes.length, (long) filled + length));
      if (!unfinished.take(capacity - bytes.length)) {
        throw AmqpFault.connection(AmqpCondition.RESOURCE_LIMIT_EXCEEDED, unfinished.refusal());
      }
      bytes = Arrays.copyOf(bytes, capacity);
    }
    in.getBytes(from, bytes, filled, length);
    filled += length;
  }

  /**
   * Takes the last part.
   *
   * @return the message
   * @throws AmqpFault when it is too large
   */
  byte[] complete(ByteBuf in, int from, int to) {
    int length = to - from;
    checkSize(length);
    byte[] whole = filled == 0 ? new byte[length] : Arrays.copyOf(bytes, filled + length);
    in.getBytes(from, whole, filled, length);
    discard();
    return whole;
  }

  /** Forgets what has come. */
  void discard() {
    unfinished.giveBack(bytes.length);
    bytes = NONE;
    filled = 0;
  }

  private void checkSize(int more) {
    if ((long) filled + more > bytesMax) {
      throw AmqpFault.link(
          AmqpCondition.MESSAGE_SIZE_EXCEEDED,
          "message size ("
              + ((long) filled + more)
              + " bytes) > maximum message size ("
              + bytesMax
              + " bytes)");
    }
  }
}
