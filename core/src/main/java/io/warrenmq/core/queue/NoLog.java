package io.warrenmq.core.queue;

/** The log of queues that live in memory only: everything counts at once. */
public final class NoLog implements CommandLog {
  @Override
  public void enqueue(Queue queue, Entry entry) {
    ConfirmTarget target = entry.confirmTarget;
    entry.confirmTarget = null;
    queue.applyEnqueue(entry);
    if (target != null) {
      queue.confirm(target, entry.publishId, true);
    }
  }

  @Override
  public void remove(Queue queue, Entry entry) {
    // Nothing was written, so nothing is to be forgotten.
  }

  @Override
  public void giveBack(Queue queue, Entry entry) {
    // As above.
  }
}
