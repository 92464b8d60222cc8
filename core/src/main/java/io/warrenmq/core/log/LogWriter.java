package io.warrenmq.core.log;

import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of all loops: everything that is there at once goes out in few writes and with
 * one sync, then each loop is told. When the complete files are larger than what the queues hold is
 * worth, the oldest is retired: the loops log anew what they still need of it, and once that is
 * safe it is given up.
 *
 * <p>An error of the disk ends it: nothing is tried again, nothing more is confirmed.
 *
 * <p>{@link #submit} is for the loops; all else runs on the log's thread.
 */
final class LogWriter implements Runnable {
  /** The batch that all messages found at the start belong to. */
  static final long RECOVERED_BATCH = 1;

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private final LogOptions options;
  private final FrameLog log;
  private final Executor thread;
  private final LongSupplier heldBytes;
  private final Consumer<Runnable> later;
  private final Consumer<IOException> onFailure;
  private @Nullable FrameLogWriter begun;
  private final StoredOutput out;
  private final ArrayDeque<OldFile> older = new ArrayDeque<>();
  private final long[] lastBatches; // by loop: of the file that is written to
  private List<LoopLog> loops = List.of();
  private boolean mayRetire; // all queues that the log has something of are open
  private boolean lookAsked; // whether a file is to go, after a while
  private int retiringLoops; // that have not yet logged anew what they need of the oldest file
  private boolean stalled; // by a full disk
  private boolean failed;
  private volatile boolean closing; // read by what runs later
  private boolean closed;

  private final MpscUnboundedArrayQueue<LogBatch> submitted = new MpscUnboundedArrayQueue<>(64);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<LogBatch> taken = new ArrayList<>();

  /** Counted for metrics and figures; written by the log's thread. */
  private final LogStatistics statistics = new LogStatistics();

  /**
   * A file that is complete.
   *
   * @param number its number
   * @param bytes what was written of it
   * @param lastBatches by loop: the last batch that it may hold something of
   */
  private record OldFile(long number, long bytes, long[] lastBatches) {}

  /**
   * A writer that keeps what comes until {@link #begin}.
   *
   * @param oldFiles files of former lives, in order
   * @param heldBytes what the queues hold of messages, in bytes; any thread
   * @param later runs a task after about a second, on any thread
   * @param onFailure told once of the error that has ended the log
   */
  LogWriter(
      LogOptions options,
      FrameLog log,
      List<Long> oldFiles,
      int loopCount,
      Executor thread,
      LongSupplier heldBytes,
      Consumer<Runnable> later,
      Consumer<IOException> onFailure) {
    this.options = options;
    this.out = new StoredOutput(options.frameBytes() + (64 << 10));
    this.log = log;
    this.thread = thread;
    this.heldBytes = heldBytes;
    this.later = later;
    this.onFailure = onFailure;
    this.lastBatches = recovered(loopCount);
    for (long number : oldFiles) {
      older.add(new OldFile(number, options.fileBytes(), recovered(loopCount)));
    }
  }

  /** Writes what has come and what will, from a file on that was just begun. */
  void begin(FrameLogWriter file) {
    begun = file;
    run();
  }

  private FrameLogWriter file() {
    assert begun != null;
    return begun;
  }

  private static long[] recovered(int loopCount) {
    long[] batches = new long[loopCount];
    Arrays.fill(batches, RECOVERED_BATCH);
    return batches;
  }

  /** Whose batches come. Before the first of them. */
  void serve(List<LoopLog> loops) {
    this.loops = List.copyOf(loops);
  }

  LogStatistics statistics() {
    return statistics;
  }

  /** Takes a batch, which is the writer's until its owner is told that it is written. Any loop. */
  void submit(LogBatch batch) {
    submitted.offer(batch);
    wake();
  }

  private void wake() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      thread.execute(this);
    }
  }

  @Override
  public void run() {
    scheduled.set(false);
    if (failed || closed || begun == null) {
      return;
    }
    for (LogBatch batch; (batch = submitted.poll()) != null; ) {
      taken.add(batch);
    }
    if (taken.isEmpty()) {
      return;
    }
    try {
      if (!hasRoom()) {
        return; // The batches stay taken, and are tried with when there is room again.
      }
      write();
    } catch (IOException e) {
      fail(e);
      return;
    }
    for (LogBatch batch : taken) {
      batch.owner().onWritten();
    }
    taken.clear();
  }

  private void write() throws IOException {
    boolean goes = false;
    boolean segmentsGo = false;
    long messages = statistics.messages();
    out.reset(FrameLog.FRAME_HEADER_BYTES);
    if (file().isEmpty()) {
      LogRecords.writeBegins(out, older.isEmpty() ? file().fileNumber() : older.element().number);
    }
    for (int i = 0; i < taken.size(); i++) {
      LogBatch batch = taken.get(i);
      noteBatch(batch);
      for (int slot = 0, count = batch.count(); slot < count; slot++) {
        switch (batch.op(slot)) {
          case LogBatch.ENQUEUE, LogBatch.ENQUEUE_ANEW -> writeEnqueue(batch, slot);
          case LogBatch.REMOVE -> LogRecords.writeRemove(out, batch, slot);
          case LogBatch.RETURN -> LogRecords.writeReturn(out, batch, slot);
          case LogBatch.SEGMENT -> LogRecords.writeSegment(out, batch, slot);
          case LogBatch.SEGMENT_GONE -> {
            LogRecords.writeSegmentGone(out, batch, slot);
            segmentsGo = true;
          }
          case LogBatch.RETIRED -> {
            if (--retiringLoops == 0) {
              LogRecords.writeBegins(out, fileAfterOldest());
              goes = true;
            }
          }
          default -> {} // taken back
        }
        if (out.size() >= options.frameBytes()) {
          endFrame();
        }
      }
    }
    endFrame();
    if (options.sync() == SyncPolicy.BEFORE_CONFIRM) {
      file().force();
      statistics.forced(statistics.messages() - messages);
    } else if (segmentsGo) {
      file().force(); // Before their files are deleted, which may be safe earlier than our word.
    }
    if (goes) {
      giveUpOldest();
    }
    retireWhenDue();
  }

  private void writeEnqueue(LogBatch batch, int slot) {
    LogRecords.writeEnqueue(
        out,
        file(),
        batch.queueId(slot),
        batch.seq(slot),
        batch.extra(slot),
        batch.returnCount(slot),
        batch.isRedelivered(slot),
        batch.message(slot));
    statistics.message();
  }

  private void noteBatch(LogBatch batch) {
    lastBatches[batch.owner().loop().index()] = batch.id();
  }

  /**
   * Sees to it that what was taken fits into a file, so that no write to it can meet a full disk.
   *
   * @return false when the next file finds no room on the disk
   */
  private boolean hasRoom() throws IOException {
    long wanted = 0;
    for (int i = 0; i < taken.size(); i++) {
      wanted += taken.get(i).bytes();
    }
    // Each frame is filled up to a block, what the batches count is nearly all, and the file's end
    // takes a block.
    wanted += wanted / 8 + (wanted / options.frameBytes() + 3) * FrameLog.BLOCK_BYTES;
    if (file().isEmpty() || file().position() + wanted <= options.fileBytes()) {
      return true;
    }
    file().force();
    OldFile full = new OldFile(file().fileNumber(), file().position(), lastBatches.clone());
    try {
      file().roll(Math.max(options.fileBytes(), wanted + 2 * FrameLog.BLOCK_BYTES));
    } catch (IOException e) {
      if (!isFull(e) || closing) {
        throw e;
      }
      if (!stalled) {
        LOG.error(
            "The disk is full: the message log cannot begin file {} of {} bytes; publishers wait"
                + " until there is room. {}",
            file().fileNumber() + 1,
            options.fileBytes(),
            e.getMessage());
      }
      stalled = true;
      later.accept(this::wake);
      return false;
    }
    if (stalled) {
      stalled = false;
      LOG.info("The disk has room again, the message log goes on");
    }
    older.add(full);
    return true;
  }

  /** Whether a disk has refused for want of room. */
  static boolean isFull(IOException error) {
    String text = String.valueOf(error.getMessage());
    return text.contains("No space left") || text.contains("quota exceeded");
  }

  private void endFrame() throws IOException {
    if (out.size() > FrameLog.FRAME_HEADER_BYTES) {
      file().append(out.buffer().flip());
      statistics.bytes(out.size());
      out.reset(FrameLog.FRAME_HEADER_BYTES);
    }
  }

  // ---- files that are to go ----

  /**
   * Files may go from now on: every queue that the log has something of is open, and will be asked
   * what it needs of them.
   */
  void beginToRetire() {
    mayRetire = true;
    retireWhenDue();
  }

  private void retireWhenDue() {
    if (!mayRetire || retiringLoops > 0 || older.isEmpty() || failed || closing) {
      return;
    }
    // Twice what is held: then at most half of what is written is written anew. In bytes, as a
    // file that large batches do not fill would else be written anew for ever.
    long bytes = 0;
    for (OldFile each : older) {
      bytes += each.bytes;
    }
    if (bytes < 2 * heldBytes.getAsLong()) {
      lookAgain();
      return;
    }
    OldFile oldest = older.element();
    retiringLoops = loops.size();
    for (LoopLog loop : loops) {
      loop.retire(oldest.number, oldest.lastBatches[loop.loop().index()]);
    }
  }

  /** What the queues hold may become less without anything being written. */
  private void lookAgain() {
    if (lookAsked) {
      return;
    }
    lookAsked = true;
    later.accept(
        () -> {
          if (!closing) {
            thread.execute(
                () -> {
                  lookAsked = false;
                  retireWhenDue();
                });
          }
        });
  }

  private long fileAfterOldest() {
    Iterator<OldFile> files = older.iterator();
    files.next();
    return files.hasNext() ? files.next().number : file().fileNumber();
  }

  private void giveUpOldest() throws IOException {
    if (options.sync() != SyncPolicy.BEFORE_CONFIRM) {
      file().force(); // What was logged anew takes the place of what was safe.
    }
    file().giveUp(older.remove().number, options.fileBytes());
  }

  // ---- its end ----

  private void fail(IOException error) {
    failed = true;
    LOG.error(
        "The message log has failed, and nothing more is confirmed: {} (file {})",
        error.getMessage(),
        log.fileName(file().fileNumber()));
    onFailure.accept(error);
    loops.forEach(LoopLog::onFailed);
  }

  /** Makes safe what was written: for {@link SyncPolicy#INTERVAL}. */
  void force() {
    if (failed || closed || begun == null) {
      return;
    }
    try {
      file().force();
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The end is near: what finds no room now will find none. */
  void beginClose() {
    closing = true;
    if (stalled && !failed) {
      fail(new IOException("the disk is full"));
    }
  }

  /** Writes what is still there and the word that all is in good order. */
  void close() {
    run();
    if (failed || closed || begun == null) {
      return;
    }
    closed = true;
    try {
      out.reset(FrameLog.FRAME_HEADER_BYTES);
      LogRecords.writeClosed(out);
      endFrame();
      file().force();
      file().close();
      LOG.info("Message log closed: {}", statistics);
    } catch (IOException e) {
      fail(e);
    }
  }
}
