package io.warrenmq.core.log;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.queue.CommandLog;
import io.warrenmq.core.queue.ConfirmOutbox;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.SegmentStore;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's message log: what it has kept, and the logs of the loops that go on in it. Opened
 * before the broker is put together; {@link #start} sets it up, and {@link #begin} begins to write.
 * It owns no thread.
 */
public final class LocalLog {
  /** The files of the message log. */
  public static final FrameLog FILES = new FrameLog("messages-", 1);

  private static final Logger LOG = LoggerFactory.getLogger(LocalLog.class);

  private final LogOptions options;
  private final Disk disk;
  private final MessageCodec codec;
  private final long lastSegment;
  // Read by the loops while queues open, then let go of.
  private volatile Map<Long, RecoveredQueue> recovered;
  private final long highestQueueId;
  private final boolean wasClosed;
  private @Nullable Found found; // until it begins
  private final List<LoopLog> loopLogs = new ArrayList<>();
  private @Nullable LogWriter writer;
  private @Nullable SegmentFiles segments;
  private @Nullable Executor thread;

  private LocalLog(
      LogOptions options, Disk disk, MessageCodec codec, LogRecovery recovery, Found found) {
    this.options = options;
    this.disk = disk;
    this.codec = codec;
    this.lastSegment = found.segments.isEmpty() ? 0 : Collections.max(found.segments);
    this.recovered = recovery.queues();
    this.highestQueueId = recovery.highestQueueId();
    this.wasClosed = recovery.isClosed();
    this.found = found;
  }

  /**
   * What is on disk when the log is opened.
   *
   * @param reader has read it
   * @param end where it ends
   * @param segments the numbers of the segments that there are
   * @param needed those of them that queues need
   */
  private record Found(
      FrameLogReader reader, FrameLogReader.End end, Set<Long> segments, Set<Long> needed) {}

  /**
   * Reads what was kept. Nothing on disk is changed before {@link #begin}. Blocks.
   *
   * @param formats the formats that messages may have, by name
   * @throws io.warrenmq.core.store.CorruptStoreException when something that was safe is not there
   */
  public static LocalLog open(LogOptions options, Disk disk, Map<String, MessageFormat> formats)
      throws IOException {
    FrameLogReader reader = new FrameLogReader(disk, FILES);
    MessageCodec codec = new MessageCodec(formats);
    LogRecovery recovery = new LogRecovery(FILES, MessageCodec.ofLog(formats));
    FrameLogReader.End end = reader.read(recovery);
    if (!end.files().isEmpty()) {
      recovery.checkBeginning(end.files().get(0));
    }
    Set<Long> present = segmentsOn(disk);
    Set<Long> needed = new HashSet<>();
    for (RecoveredQueue queue : recovery.queues().values()) {
      queue.open(disk, present, new SegmentCodec(codec), needed);
    }
    return new LocalLog(options, disk, codec, recovery, new Found(reader, end, present, needed));
  }

  /** Cuts off what a crash has torn, deletes what nothing needs, and begins a new file. */
  private FrameLogWriter goOn(Found before) throws IOException {
    FrameLogReader.End end = before.end;
    if (end.tornBytes() > 0) {
      LOG.warn(
          "The message log ends in {} bytes that a crash has torn; they were never confirmed and"
              + " are cut off (file {}, offset {})",
          end.tornBytes(),
          FILES.fileName(end.lastFile()),
          end.offset());
    }
    before.reader.repairEnd(end);
    // Only now is what the log says of them safe.
    deleteOthers(disk, before.segments, before.needed);
    long number = end.lastFile() + 1;
    FrameLogWriter file =
        new FrameLogWriter(disk, FILES, number, end.nextFrame(), options.fileBytes());
    before.reader.markEnd(end, number);
    if (!end.files().isEmpty()) {
      writeBegun(file, end.files().get(0));
    }
    return file;
  }

  /**
   * Says, for all lives to come, that this one has begun: the log does not end with the word any
   * more that it was closed.
   *
   * @param first the first file
   */
  private void writeBegun(FrameLogWriter file, long first) throws IOException {
    StoredOutput out = new StoredOutput(FrameLog.BLOCK_BYTES);
    out.reset(FrameLog.FRAME_HEADER_BYTES);
    LogRecords.writeBegins(out, first);
    if (!wasClosed) { // Any message so far may have been handed out.
      LogRecords.writeMarked(out);
    }
    file.append(out.buffer().flip());
    file.force();
  }

  private static Set<Long> segmentsOn(Disk disk) throws IOException {
    Set<Long> present = new HashSet<>();
    for (String name : disk.list()) {
      long number = SegmentCodec.fileNumber(name);
      if (number >= 0) {
        present.add(number);
      }
    }
    return present;
  }

  /** Deletes files that nothing needs: they were being written, or about to go. */
  private static void deleteOthers(Disk disk, Set<Long> present, Set<Long> needed)
      throws IOException {
    for (long number : present) {
      if (!needed.contains(number)) {
        disk.delete(SegmentCodec.fileName(number));
      }
    }
  }

  /** How it is kept. */
  public LogOptions options() {
    return options;
  }

  /** Whether there was no log when it was opened. Before it begins. */
  public boolean isNew() {
    return found().end.files().isEmpty();
  }

  /**
   * Fails when a message that is in a queue, and in no segment, has none of the formats. Messages
   * that have ended do no harm: so a plugin can go whose messages are gone. Before the queues are
   * restored.
   *
   * @param queueIds of the queues that there are
   */
  public void checkFormats(Collection<Long> queueIds) throws UnreadFormatException {
    for (long id : queueIds) {
      RecoveredQueue queue = recovered.get(id);
      if (queue != null) {
        queue.checkFormats();
      }
    }
  }

  /** The highest id of a queue that the log has seen; 0 for none. A new queue's is above it. */
  public long highestQueueId() {
    return highestQueueId;
  }

  /**
   * Sets up what writes. Nothing is written before {@link #begin}.
   *
   * @param thread runs the writer's tasks one after another; they block
   * @param segmentWriter runs what writes segments, one after another; blocks
   * @param segmentReader runs what reads segments; blocks
   * @param heldBytes what the queues hold of messages, in bytes; any thread
   * @param later runs a task after about a second
   * @param onFailure told once of the error that has ended the log; from then on nothing is
   *     confirmed
   */
  public void start(
      LoopGroup loops,
      Executor thread,
      Executor segmentWriter,
      Executor segmentReader,
      LongSupplier heldBytes,
      Consumer<Runnable> later,
      Consumer<IOException> onFailure) {
    this.thread = thread;
    segments = new SegmentFiles(disk, codec, lastSegment, segmentWriter, segmentReader, onFailure);
    writer =
        new LogWriter(
            options,
            FILES,
            found().end.files(),
            loops.eventLoops().size(),
            thread,
            heldBytes,
            later,
            onFailure);
  }

  private Found found() {
    if (found == null) {
      throw new IllegalStateException("the message log has begun already");
    }
    return found;
  }

  /**
   * Makes what was found on disk fit for going on, and begins to write. Once, after {@link #start},
   * when all else that is kept was found sound.
   *
   * @param done called on the log's thread
   * @param onRefusal told on the log's thread why it could not
   */
  public void begin(Runnable done, Consumer<Throwable> onRefusal) {
    LogWriter begun = started();
    Found before = found();
    found = null; // It is large.
    Executor on = thread;
    assert on != null;
    on.execute(
        () -> {
          try {
            begun.begin(goOn(before));
            done.run();
          } catch (Throwable e) { // the task's outermost frame: whoever waits must be told
            onRefusal.accept(e);
          }
        });
  }

  /** The log of a loop's queues. Once for each, after {@link #start}. */
  public CommandLog on(Loop loop, ConfirmOutbox confirms) {
    LoopLog log = new LoopLog(loop, started(), confirms, segments(), this::restore);
    loopLogs.add(log);
    started().serve(loopLogs);
    return log;
  }

  private LogWriter started() {
    if (writer == null) {
      throw new IllegalStateException("the message log has not been started");
    }
    return writer;
  }

  /** Bytes that the disk has left. Blocks. */
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  /** Where queues put what does not fit into memory. After {@link #start}. */
  public SegmentStore segments() {
    if (segments == null) {
      throw new IllegalStateException("the message log has not been started");
    }
    return segments;
  }

  /** Counts. Any thread. */
  public LogStatistics statistics() {
    return started().statistics();
  }

  /** Puts back into a queue what the log has of it. Its home loop, before it opens. */
  private void restore(Queue queue) {
    RecoveredQueue kept = recovered.get(queue.id());
    if (kept != null) {
      kept.restoreInto(queue, !wasClosed);
    }
  }

  /**
   * Gives up what no queue has asked for, that is, what is of queues that were deleted; from now on
   * files may go. After all are restored.
   */
  public void forgetRecovered() {
    LoopLog log = loopLogs.get(0);
    recovered.forEach(
        (queueId, queue) -> {
          for (long number : queue.unclaimedSegments()) {
            log.loop().execute(() -> log.segmentGone(queueId, number));
          }
        });
    recovered = Map.of();
    Executor on = thread;
    assert on != null;
    on.execute(started()::beginToRetire);
  }

  /** Makes safe what was written: every {@link LogOptions#syncIntervalMs}, with that policy. */
  public void force() {
    Executor on = thread;
    if (on != null) {
      on.execute(started()::force);
    }
  }

  /**
   * Writes what is still to be written, and that the log was closed in good order. When nothing
   * comes any more. Any thread.
   *
   * @param done called on the log's thread
   */
  public void close(Runnable done) {
    AtomicInteger waiting = new AtomicInteger(loopLogs.size());
    Executor on = thread;
    if (on == null) {
      done.run();
      return;
    }
    on.execute(started()::beginClose);
    for (LoopLog log : loopLogs) {
      log.whenDrained(
          () -> {
            if (waiting.decrementAndGet() == 0) {
              on.execute(
                  () -> {
                    started().close();
                    done.run();
                  });
            }
          });
    }
  }
}
