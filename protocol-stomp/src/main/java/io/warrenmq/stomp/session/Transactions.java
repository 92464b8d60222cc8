package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that a client has open. STOMP 1.2 "BEGIN", "COMMIT", "ABORT". Confined to the
 * connection's loop.
 */
final class Transactions {
  private static final int MAX = 1_000;

  private final SessionContext context;
  private final Subscriptions subscriptions;
  private final Confirms confirms;
  private final Map<String, HeldTransaction> open = new HashMap<>();

  Transactions(SessionContext context, Subscriptions subscriptions, Confirms confirms) {
    this.context = context;
    this.subscriptions = subscriptions;
    this.confirms = confirms;
  }

  /** The transaction that a frame is part of; {@code null} when it is of none. */
  @Nullable HeldTransaction of(StompFrame frame) {
    return frame.has(Header.TRANSACTION) ? get(FrameHeaders.transaction(frame)) : null;
  }

  private HeldTransaction get(String id) {
    HeldTransaction found = open.get(id);
    if (found == null) {
      throw bad("Invalid transaction identifier: \"" + id + "\"\n");
    }
    return found;
  }

  private static StompFault bad(String detail) {
    return new StompFault("Bad transaction", detail);
  }

  void onBegin(StompFrame frame) {
    String id = FrameHeaders.transaction(frame);
    if (open.containsKey(id)) {
      throw bad("Transaction identifier in use: \"" + id + "\"\n");
    } else if (open.size() == MAX) {
      throw new StompFault(
          "Transaction limit exceeded", "Too many concurrent transactions (limit " + MAX + ")");
    }
    open.put(id, new HeldTransaction(context, subscriptions, confirms));
    context.receipt(frame.raw(Header.RECEIPT));
  }

  void onCommit(StompFrame frame) {
    String id = FrameHeaders.transaction(frame);
    HeldTransaction transaction = get(id);
    byte[] receipt = frame.raw(Header.RECEIPT);
    context.await(
        transaction.commit().onComplete(done -> open.remove(id, transaction)),
        receipt,
        done -> context.receipt(receipt));
  }

  void onAbort(StompFrame frame) {
    String id = FrameHeaders.transaction(frame);
    HeldTransaction transaction = get(id);
    open.remove(id);
    transaction.rollback();
    context.receipt(frame.raw(Header.RECEIPT));
  }

  /** {@link HeldTransaction#overdueMs} of the first that has such; or 0. */
  long overdueMs(long nowMs, long defaultMs) {
    for (HeldTransaction transaction : open.values()) {
      long overdueMs = transaction.overdueMs(nowMs, defaultMs);
      if (overdueMs > 0) {
        return overdueMs;
      }
    }
    return 0;
  }

  /** The session ends. */
  void abandon() {
    // A copy: one that is being committed completes within the call, and is taken out.
    List.copyOf(open.values()).forEach(HeldTransaction::abandon);
  }
}
