package io.warrenmq.core.queue;

/** The log of queues that live in memory only: everything counts at once. */
public final class NoLog implements CommandLog {
  @Override
  public void enqueue(Queue queue, Entry entry) {
    ConfirmTarget target = entry.takeConfirmTarget();
    long publishId = entry.publishId();
    queue.applyEnqueue(entry);
    if (target != null) {
      queue.confirm(target, publishId, true);
    }
  }

  @Override
  public void remove(Queue queue, Entry entry, boolean consumed) {
    // Nothing was written, so nothing is to be forgotten.
  }

  @Override
  public void giveBack(Queue queue, Entry entry, long formerSeq) {
    // As above.
  }

  @Override
  public void giveBackChanged(Queue queue, Entry entry, long formerSeq) {
    // As above.
  }

  @Override
  public void delete(Queue queue) {
    // As above.
  }
}
