package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.flow.LoopMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a queue takes back from the log before it opens, and what comes too early for it. A queue
 * lets go of it when it opens. Confined to the queue's home loop.
 */
final class QueueRestore {
  private final Queue queue;
  private final QueueEngine engine;
  private final QueuePaging paging;
  private final LoopMemory memory;
  private final List<Entry> early = new ArrayList<>(0);

  QueueRestore(Queue queue, QueueEngine engine, QueuePaging paging, LoopMemory memory) {
    this.queue = queue;
    this.engine = engine;
    this.paging = paging;
    this.memory = memory;
  }

  /** Takes a message back; see {@link Queue#restore(Message, long, long, int, boolean, long)}. */
  void take(
      Message message,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      long logBatch) {
    Entry entry = new Entry(queue, message, null, 0);
    entry.expiresAtMs = expiresAtMs;
    entry.deliveryCount = returnCount;
    entry.redelivered = redelivered;
    entry.becomeLogged(logBatch, 0);
    if (seq < engine.nextSeq()) {
      engine.restoreBefore(entry, seq); // There are later ones in segments.
    } else {
      engine.restore(entry, seq);
    }
    memory.add(entry.weight());
  }

  /** Takes a segment back, before the messages after it. */
  void take(Segment segment) {
    paging.restore(segment);
    engine.restoreNextSeq(segment.seqs().last() + 1);
  }

  /**
   * Keeps a publish until the queue is open: a dead letter of a queue that was restored before this
   * one. It may not have the number of a message that is yet to be restored.
   */
  void keepEarly(Entry entry) {
    early.add(entry);
  }

  /** What came before the queue was open, in its order. */
  List<Entry> early() {
    return early;
  }
}
