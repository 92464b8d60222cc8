package io.warrenmq.amqp091.channel;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final ArrayDeque<Publish> publishes = new ArrayDeque<>(1);
  private List<Settlement> settlements = new ArrayList<>();

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
    unfinished.take(bytesOf(message));
    publishes.add(new Publish(message, mandatory));
  }

  private static long bytesOf(Message message) {
    return (long) ENTRY_BYTES + message.bytes().length;
  }

  /** Buffers a settlement. Bounded by what is unsettled. */
  void settle(long tag, Delivery delivery, SettleOutcome outcome) {
    settlements.add(new Settlement(tag, delivery, outcome));
  }

  /** Hands over the publish that came first; {@code null} when there is none. */
  @Nullable Publish pollPublish() {
    Publish next = publishes.poll();
    if (next != null) {
      unfinished.giveBack(bytesOf(next.message()));
    }
    return next;
  }

  boolean hasPublishes() {
    return !publishes.isEmpty();
  }

  /** Forgets the publishes. */
  void dropPublishes() {
    long bytes = 0;
    for (Publish each : publishes) {
      bytes += bytesOf(each.message());
    }
    publishes.clear();
    unfinished.giveBack(bytes);
  }

  /** Hands over the settlements in their order; the buffer forgets them. */
  List<Settlement> takeSettlements() {
    List<Settlement> taken = settlements;
    settlements = new ArrayList<>();
    return taken;
  }
}
