package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.loop.Mail;
import io.warrenmq.core.loop.Mailboxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Confirms on their way from the queues of one loop to publishers on other loops: gathered during a
 * turn, one mail per publisher at its end. Confined to its loop.
 */
public final class ConfirmOutbox implements TurnEnd {
  private final Loop loop;
  private final Mailboxes mailboxes;
  private final Map<ConfirmTarget, Batch> pending = new IdentityHashMap<>();
  private final List<Batch> order = new ArrayList<>();

  /** Creates the outbox of a loop. */
  public ConfirmOutbox(Loop loop, Mailboxes mailboxes) {
    this.loop = loop;
    this.mailboxes = mailboxes;
  }

  /** Tells the publisher, at once when it lives on this loop. */
  public void confirm(ConfirmTarget target, long publishId, boolean accepted) {
    if (target.loop() == loop) {
      target.onQueueConfirm(publishId, accepted);
      return;
    }
    Batch batch = pending.get(target);
    if (batch == null) {
      if (order.isEmpty()) {
        loop.atTurnEnd(this);
      }
      batch = new Batch(target);
      pending.put(target, batch);
      order.add(batch);
    }
    batch.add(publishId, accepted);
  }

  @Override
  public void onTurnEnd() {
    pending.clear();
    for (Batch batch : order) {
      mailboxes.post(loop, batch.target.loop(), batch);
    }
    order.clear();
  }

  /**
   * The confirms of one turn for one publisher. A refused one is stored negated: publish ids are
   * above 0.
   */
  private static final class Batch implements Mail {
    private final ConfirmTarget target;
    private long[] ids = new long[16];
    private int count;

    Batch(ConfirmTarget target) {
      this.target = target;
    }

    void add(long publishId, boolean accepted) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count++] = accepted ? publishId : -publishId;
    }

    @Override
    public void arrive() {
      for (int i = 0; i < count; i++) {
        target.onQueueConfirm(Math.abs(ids[i]), ids[i] > 0);
      }
    }
  }
}
