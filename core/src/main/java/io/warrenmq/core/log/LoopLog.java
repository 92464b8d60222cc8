package io.warrenmq.core.log;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.queue.CommandLog;
import io.warrenmq.core.queue.ConfirmOutbox;
import io.warrenmq.core.queue.ConfirmTarget;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.Segment;
import io.warrenmq.core.queue.SegmentStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log as the queues of one loop see it. Commands are gathered in a batch; at the end of the
 * turn the writer gets it, unless it still has the one before: then more is gathered, so that the
 * slower the disk, the larger the batches, and what is consumed in the meantime is never written.
 *
 * <p>Confined to its loop, but for {@link #isCongested} and what the writer calls.
 */
public final class LoopLog implements CommandLog, TurnEnd {
  /** With this many bytes waiting for the writer to come back, publishers are to stop. */
  static final long HIGH_BYTES = 16L << 20;

  // Queues whose messages are logged anew in one turn, so that a million of them do not hold the
  // loop.
  private static final int RETIRE_QUEUES_PER_TURN = 500;
  // What is logged anew at a time, so that publishers need not wait for all of it.
  private static final long RETIRE_BYTES = HIGH_BYTES / 4;

  private final Loop loop;
  private final LogWriter writer;
  private final ConfirmOutbox confirms;
  private final SegmentStore segments;
  private final Consumer<Queue> restore;
  private final Set<Queue> queues = new LinkedHashSet<>();
  private final List<Runnable> onRelief = new ArrayList<>();
  private final ArrayDeque<Retirement> retiring = new ArrayDeque<>(1);
  private LogBatch open = new LogBatch(this);
  private LogBatch other = new LogBatch(this);
  private long nextBatch = LogWriter.RECOVERED_BATCH + 1;
  private boolean handedOver; // the other batch is with the writer
  private boolean flushAsked;
  private boolean retireAsked;
  private boolean failed;
  private @Nullable Runnable onDrained;

  // Written by the loop, read by any that publishes.
  private volatile boolean congested;

  /**
   * The log of a loop.
   *
   * @param restore gives a queue back what was kept of it
   */
  LoopLog(
      Loop loop,
      LogWriter writer,
      ConfirmOutbox confirms,
      SegmentStore segments,
      Consumer<Queue> restore) {
    this.segments = segments;
    this.restore = restore;
    this.loop = loop;
    this.writer = writer;
    this.confirms = confirms;
    open.begin(nextBatch++);
  }

  /** Its loop. Any thread. */
  Loop loop() {
    return loop;
  }

  // ---- commands ----

  @Override
  public void open(Queue queue) {
    restore.accept(queue);
    queues.add(queue);
  }

  @Override
  public void enqueue(Queue queue, Entry entry) {
    ConfirmTarget target = entry.takeConfirmTarget();
    long publishId = entry.publishId();
    if (!queue.keeps(entry.message())) {
      queue.applyEnqueue(entry);
      if (target != null) {
        queue.confirm(target, publishId, true);
      }
      return;
    }
    int slot =
        open.enqueue(
            queue.id(),
            queue.nextSeq(),
            entry.expiresAtMs(),
            entry.returnCount(),
            entry.isRedelivered(),
            entry.message(),
            target,
            publishId);
    entry.becomeLogged(open.id(), slot);
    added();
    queue.applyEnqueue(entry);
  }

  @Override
  public void remove(Queue queue, Entry entry, boolean consumed) {
    long batch = entry.logBatch();
    if (batch == 0) {
      return;
    }
    if (batch != open.id()) {
      open.remove(queue.id(), entry.seq());
      added();
      return;
    }
    int slot = entry.logSlot();
    if (open.op(slot) == LogBatch.ENQUEUE_ANEW) {
      // The log knows it from before. Not in the slot's place, as a dead letter may be in between.
      open.takeBack(slot, false);
      open.remove(queue.id(), entry.seq());
      added();
      return;
    }
    ConfirmTarget target = open.target(slot);
    long publishId = open.publishId(slot);
    // A message that somebody has consumed needs no safety any more. One that left for another
    // reason may go on as a dead letter, which is in this batch as well: its publisher hears when
    // that is safe.
    open.takeBack(slot, !consumed);
    if (consumed && target != null) {
      confirms.confirm(target, publishId, true);
    }
  }

  @Override
  public void giveBack(Queue queue, Entry entry, long formerSeq) {
    long batch = entry.logBatch();
    if (batch == 0) {
      return;
    }
    if (entry.isInKeptSegment() && formerSeq != entry.seq()) {
      // It leaves the segment, where numbers are never changed. It is removed there after it has
      // come in anew: if the broker ends in between, it is there twice and not lost.
      logAnew(queue, entry);
      open.remove(queue.id(), formerSeq);
      return;
    }
    if (batch == open.id() && open.op(entry.logSlot()) == LogBatch.ENQUEUE) {
      open.changeEnqueue(entry.logSlot(), entry.seq(), entry.returnCount(), entry.isRedelivered());
    } else {
      open.giveBack(queue.id(), formerSeq, entry.seq(), entry.returnCount(), entry.isRedelivered());
      added();
    }
  }

  @Override
  public void giveBackChanged(Queue queue, Entry entry, long formerSeq) {
    long batch = entry.logBatch();
    if (batch == 0) {
      return;
    }
    if (batch == open.id() && open.op(entry.logSlot()) == LogBatch.ENQUEUE) {
      open.changeEnqueue(
          entry.logSlot(),
          entry.seq(),
          entry.returnCount(),
          entry.isRedelivered(),
          entry.message());
      return;
    }
    // An enqueue under a number that the log knows takes the place of what it knows of that, in a
    // segment as well. Behind what else is in this batch, as some of that may be of it.
    logAnew(queue, entry);
    if (formerSeq != entry.seq()) {
      open.remove(queue.id(), formerSeq); // After it has come in anew, as above.
    }
  }

  @Override
  public void segment(Queue queue, Segment segment) {
    open.segment(queue.id(), SegmentRecord.of(segment));
    segment.becomeLogged(open.id());
    added();
  }

  @Override
  public void segmentGone(Queue queue, Segment segment) {
    segmentGone(queue.id(), segment.number());
  }

  /** The same of a queue that is no more. */
  void segmentGone(long queueId, long number) {
    open.segmentGone(queueId, number);
    added();
  }

  @Override
  public void delete(Queue queue) {
    // That it is no more is the metadata's to keep: records of queues that it does not know do not
    // count.
    queues.remove(queue);
  }

  private void added() {
    if (open.bytes() > HIGH_BYTES) {
      congested = true;
    }
    askFlush();
  }

  private void askFlush() {
    if (!flushAsked && !handedOver) {
      flushAsked = true;
      loop.atFlush(this);
    }
  }

  @Override
  public void onTurnEnd() {
    flushAsked = false;
    if (handedOver || failed) {
      return; // After a failure the writer's thread may have ended, and this loop still runs.
    }
    LogBatch full = open;
    if (full.isEmpty()) {
      beginAnew();
      return;
    }
    open = other;
    open.begin(nextBatch++);
    other = full;
    handedOver = true;
    writer.submit(full);
    goOn();
  }

  /** All that was in the open batch has been taken back. */
  private void beginAnew() {
    open.begin(nextBatch++); // A new number, as entries know the old.
    goOn();
  }

  /** There is an empty batch again: those that waited for it go on. */
  private void goOn() {
    if (congested) {
      relieve();
    }
    askRetire();
  }

  private void relieve() {
    congested = false;
    List<Runnable> waiting = List.copyOf(onRelief);
    onRelief.clear();
    waiting.forEach(Runnable::run);
  }

  /** The writer has the batch safe. The writer's thread. */
  void onWritten() {
    loop.execute(this::written);
  }

  private void written() {
    LogBatch done = other;
    for (int slot = 0, count = done.count(); slot < count; slot++) {
      ConfirmTarget target = done.target(slot);
      if (target != null) {
        confirms.confirm(target, done.publishId(slot), true);
      }
      if (done.op(slot) == LogBatch.SEGMENT_GONE) {
        segments.delete(done.seq(slot));
      }
    }
    done.begin(0); // Lets go of the messages.
    handedOver = false;
    if (!open.isEmpty()) {
      askFlush();
      return;
    }
    beginAnew();
    if (onDrained != null) {
      onDrained.run();
      onDrained = null;
    }
  }

  /** The writer has failed: nothing comes back any more. The writer's thread. */
  void onFailed() {
    loop.execute(
        () -> {
          failed = true;
          if (onDrained != null) {
            onDrained.run();
            onDrained = null;
          }
        });
  }

  /**
   * Calls once everything so far is written, or never will be: before the log is closed. Any
   * thread.
   */
  void whenDrained(Runnable task) {
    loop.execute(
        () -> {
          if (failed || (open.isEmpty() && !handedOver)) {
            task.run();
          } else {
            onDrained = task;
          }
        });
  }

  // ---- back-pressure ----

  @Override
  public boolean isCongested() {
    return congested;
  }

  @Override
  public void whenRelieved(Runnable task) {
    assert loop.inThread();
    if (congested) {
      onRelief.add(task);
    } else {
      task.run();
    }
  }

  // ---- files that are to go ----

  /**
   * Logs anew what the queues still need of a file, and then says so. Any thread.
   *
   * @param fileNumber the file
   * @param lastBatch the last of this loop's batches that it may hold something of
   */
  void retire(long fileNumber, long lastBatch) {
    loop.execute(
        () -> {
          retiring.add(new Retirement(fileNumber, lastBatch, new ArrayDeque<>(queues)));
          askRetire();
        });
  }

  /**
   * A file that is to go.
   *
   * @param file its number
   * @param lastBatch the last batch that it may hold something of
   * @param queues those that have not been looked at
   */
  private record Retirement(long file, long lastBatch, ArrayDeque<Queue> queues) {}

  private void askRetire() {
    if (!retireAsked && !retiring.isEmpty()) {
      retireAsked = true;
      loop.execute(this::retireSome);
    }
  }

  private void retireSome() {
    retireAsked = false;
    Retirement retirement = retiring.peek();
    if (retirement == null) {
      return;
    }
    for (int i = 0; i < RETIRE_QUEUES_PER_TURN; i++) {
      if (open.bytes() > RETIRE_BYTES) {
        return; // Goes on when the batch has been taken.
      }
      Queue queue = retirement.queues.peek();
      if (queue == null) {
        retiring.remove();
        open.retired(retirement.file);
        added();
        return;
      }
      if (logAnew(queue, retirement.lastBatch)) {
        retirement.queues.remove();
      }
    }
    askRetire();
  }

  /** Logs anew what a queue has in a batch or before; says whether that was all. */
  private boolean logAnew(Queue queue, long lastBatch) {
    queue.forEachSegment(
        segment -> {
          if (segment.isKept() && segment.logBatch() <= lastBatch) {
            segment(queue, segment);
          }
        });
    boolean[] all = {true};
    queue.forEachKept(
        entry -> {
          if (entry.logBatch() != 0 && entry.logBatch() <= lastBatch) {
            if (open.bytes() > RETIRE_BYTES) {
              all[0] = false;
            } else {
              logAnew(queue, entry);
            }
          }
        });
    return all[0];
  }

  private void logAnew(Queue queue, Entry entry) {
    int slot =
        open.enqueueAnew(
            queue.id(),
            entry.seq(),
            entry.expiresAtMs(),
            entry.returnCount(),
            entry.isRedelivered(),
            entry.message());
    entry.becomeLogged(open.id(), slot);
    added();
  }
}
