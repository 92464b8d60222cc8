package io.warrenmq.amqp10.session;

import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Role;
import java.util.Arrays;

/**
 * What is to be said of the client's own deliveries, gathered during a turn: one disposition for
 * each run of ids of which the same is said. Confined to the connection's loop.
 */
final class Answers {
  private static final int CAPACITY_MIN = 16;
  private static final int CAPACITY_KEPT = 4096;
  private static final byte SETTLED = 0x40; // beside the outcome's code

  private final DispositionWriter writer;
  private int[] ids = {};
  private byte[] words = {};
  private int count;

  Answers(DispositionWriter writer) {
    this.writer = writer;
  }

  /**
   * Notes an answer.
   *
   * @param deliveryId a serial number
   * @param outcome code of an outcome without fields
   * @return whether it is the first since {@link #flush}
   */
  boolean add(int deliveryId, long outcome, boolean settled) {
    if (count == ids.length) {
      int capacity = Math.max(CAPACITY_MIN, count * 2);
      ids = Arrays.copyOf(ids, capacity);
      words = Arrays.copyOf(words, capacity);
    }
    ids[count] = deliveryId;
    words[count] = (byte) (settled ? outcome | SETTLED : outcome);
    return count++ == 0;
  }

  /** Sends what was gathered. */
  void flush() {
    for (int i = 0; i < count; ) {
      int first = i++;
      while (i < count && ids[i] == ids[i - 1] + 1 && words[i] == words[first]) {
        i++;
      }
      byte word = words[first];
      writer.write(Role.RECEIVER, ids[first], ids[i - 1], (word & SETTLED) != 0, word & ~SETTLED);
    }
    count = 0;
    if (ids.length > CAPACITY_KEPT) {
      ids = new int[0];
      words = new byte[0];
    }
  }

  static {
    assert DeliveryState.TRANSACTIONAL < SETTLED;
  }
}
