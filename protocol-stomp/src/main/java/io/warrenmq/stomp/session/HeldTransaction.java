package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.Transaction.Settlement;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.stomp.codec.StompFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a client. The receipts of what it sends in it come after the commit. Confined
 * to the connection's loop.
 */
final class HeldTransaction implements Transaction.Owner {
  private static final long RECEIPT_BYTES = 64; // what one costs beside its text, about

  private final SessionContext context;
  private final Subscriptions subscriptions;
  private final Confirms confirms;
  private final Transaction held;
  private final List<Subscription> settled = new ArrayList<>(); // of the settlements, in order
  private final List<byte[]> receipts = new ArrayList<>();
  private long receiptBytes;
  private long lastPublishId;

  HeldTransaction(SessionContext context, Subscriptions subscriptions, Confirms confirms) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.confirms = confirms;
    this.held =
        new Transaction(
            context.loop(), context.connection(), context.access(), context.unfinished(), this);
  }

  void publish(Message message, byte @Nullable [] receipt) {
    if (!held.publish(message, false)) {
      throw tooLarge();
    }
    if (receipt != null) {
      long bytes = RECEIPT_BYTES + receipt.length;
      if (!context.unfinished().take(bytes)) {
        throw tooLarge();
      }
      receiptBytes += bytes;
      receipts.add(receipt);
    }
  }

  private StompFault tooLarge() {
    return StompFault.closing("Transaction too large", context.unfinished().refusal());
  }

  void settle(Subscription of, long tag, Delivery delivery, SettleOutcome outcome) {
    held.settle(tag, delivery, outcome);
    settled.add(of);
  }

  /** {@link Transaction#overdueMs}. */
  long overdueMs(long nowMs, long defaultMs) {
    return held.overdueMs(nowMs, defaultMs);
  }

  /** Completes when all queues have it, and its receipts are sent. */
  Future<Void> commit() {
    return held.commit()
        .onSuccess(
            done -> {
              if (!context.owner().isClosed()) {
                receipts.forEach(context::receipt);
              }
            })
        .onComplete(done -> giveBack());
  }

  private void giveBack() {
    context.unfinished().giveBack(receiptBytes);
    receiptBytes = 0;
    receipts.clear();
    settled.clear();
  }

  /** Nothing of it happens: what it would have acknowledged is unacknowledged again. */
  void rollback() {
    restore(held.rollback());
    giveBack();
  }

  /** The session ends. */
  void abandon() {
    restore(held.abandon());
  }

  /** Those of a subscription at once, as each time costs what it has unacknowledged. */
  private void restore(List<Settlement> settlements) {
    Map<Subscription, List<Settlement>> bySubscription = new LinkedHashMap<>();
    for (int i = 0; i < settlements.size(); i++) {
      bySubscription
          .computeIfAbsent(settled.get(i), of -> new ArrayList<>())
          .add(settlements.get(i));
    }
    bySubscription.forEach(
        (of, its) -> {
          of.restore(its);
          subscriptions.keep(of);
        });
  }

  @Override
  public long nextPublishId() {
    lastPublishId = confirms.add(this);
    return lastPublishId;
  }

  @Override
  public void onUnroutable(Message message, boolean mandatory) {
    context.access().countUnroutable(false);
    confirms.take(lastPublishId);
  }

  /** A queue has answered a publish of the commit. */
  void onConfirm(boolean accepted) {
    held.onConfirm(accepted);
  }
}
