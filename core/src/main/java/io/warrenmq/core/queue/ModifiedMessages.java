package io.warrenmq.core.queue;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.flow.LoopMemory;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are settled with annotations: they have them at once, or when they have been read
 * from disk. Confined to the queue's home loop.
 */
final class ModifiedMessages {
  private final UnsettledPaging paging;
  private final LoopMemory memory;
  private final Target target;
  private @Nullable Map<Entry, Waiting> waiting; // those that are being read

  /** Takes entries that are settled, when their messages are as they will be. */
  @FunctionalInterface
  interface Target {
    void onModified(Entry entry);
  }

  private record Waiting(Modification modification, @Nullable Consumer consumer) {}

  /**
   * Creates it.
   *
   * @param paging reads what is on disk alone
   */
  ModifiedMessages(UnsettledPaging paging, LoopMemory memory, Target target) {
    this.paging = paging;
    this.memory = memory;
    this.target = target;
  }

  /**
   * Takes a settlement, whose entry is not among those that are out any more.
   *
   * @param consumer who is told if it is too much; {@code null} for nobody
   */
  void modify(Modification modification, @Nullable Consumer consumer) {
    Entry entry = modification.entry();
    if (!entry.isOnDisk()) {
      modifyNow(modification, consumer);
      return;
    }
    Map<Entry, Waiting> all = waiting;
    if (all == null) {
      all = new IdentityHashMap<>(2);
      waiting = all;
    }
    all.put(entry, new Waiting(modification, consumer));
    paging.load(entry);
  }

  /** A message was read from disk; says whether that was to have annotations. */
  boolean onLoaded(Entry entry) {
    Map<Entry, Waiting> all = waiting;
    Waiting found = all == null ? null : all.remove(entry);
    if (all == null || found == null) {
      return false;
    }
    if (all.isEmpty()) {
      waiting = null;
    }
    modifyNow(found.modification, found.consumer);
    return true;
  }

  private void modifyNow(Modification modification, @Nullable Consumer consumer) {
    Entry entry = modification.entry();
    Message before = entry.message();
    Annotations after = before.annotations().withAll(modification.added());
    boolean fits = after.weight() <= Annotations.WEIGHT_MAX;
    if (fits) {
      memory.add(entry.become(before.annotate(after)));
    }
    target.onModified(entry);
    if (!fits && consumer != null) {
      consumer.tellAnnotationsRefused();
    }
  }

  /** The queue has ended, and what was being read with it. */
  void end() {
    waiting = null;
  }
}
