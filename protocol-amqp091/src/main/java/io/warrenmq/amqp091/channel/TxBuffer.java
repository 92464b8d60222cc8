package io.warrenmq.amqp091.channel;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transactional channel has published and settled since the last commit or rollback.
 * Confined to the connection's loop.
 */
final class TxBuffer {
  /** A publish that waits for the commit. */
  record Publish(Message message, boolean mandatory) {}

  /** A settlement that waits for the commit. */
  record Settlement(long tag, Delivery delivery, SettleOutcome outcome) {}

  private static final int ENTRY_BYTES = 100; // what an entry costs beside the message, about

  private final UnfinishedBytes unfinished;
  private List<Publish> publishes = new ArrayList<>();
  private List<Settlement> settlements = new ArrayList<>();
  private long bytes;

  /**
   * Creates an empty buffer.
   *
   * @param unfinished bounds what may be buffered, and accounts for it
   */
  TxBuffer(UnfinishedBytes unfinished) {
    this.unfinished = unfinished;
  }

  /**
   * Buffers a publish.
   *
   * @throws io.warrenmq.amqp091.error.AmqpFault RESOURCE_ERROR when that is too much
   */
  void publish(Message message, boolean mandatory) {
    int more = message.bytes().length + ENTRY_BYTES;
    unfinished.take(more);
    bytes += more;
    publishes.add(new Publish(message, mandatory));
  }

  /** Buffers a settlement. Bounded by what is unsettled. */
  void settle(long tag, Delivery delivery, SettleOutcome outcome) {
    settlements.add(new Settlement(tag, delivery, outcome));
  }

  /** Hands over the publishes in their order; the buffer forgets them. */
  List<Publish> takePublishes() {
    List<Publish> taken = publishes;
    publishes = new ArrayList<>();
    unfinished.giveBack(bytes);
    bytes = 0;
    return taken;
  }

  /** Hands over the settlements in their order; the buffer forgets them. */
  List<Settlement> takeSettlements() {
    List<Settlement> taken = settlements;
    settlements = new ArrayList<>();
    return taken;
  }
}
