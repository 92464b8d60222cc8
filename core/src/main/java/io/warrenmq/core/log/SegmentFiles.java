package io.warrenmq.core.log;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.ReturnCounts;
import io.warrenmq.core.queue.Segment;
import io.warrenmq.core.queue.SegmentStore;
import io.warrenmq.core.queue.SeqRuns;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of all queues, a file each. Writing and reading have threads of their own, so that
 * who reads a long backlog does not wait for a sync. Thread-safe.
 */
final class SegmentFiles implements SegmentStore {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);

  private final Disk disk;
  private final SegmentCodec codec;
  private final AtomicLong lastNumber;
  private final Executor writer;
  private final Executor reader;
  private final Consumer<IOException> onFailure;
  // The writer's.
  private final StoredOutput out = new StoredOutput(SegmentCodec.WRITE_BYTES + (64 << 10));
  private boolean full; // when it last looked

  // Numbers of files that go, until they are gone: who still reads one reads nothing.
  private final Set<Long> going = ConcurrentHashMap.newKeySet();

  /**
   * Creates the store.
   *
   * @param lastNumber the highest number of a file that there is
   * @param writer runs what writes and deletes, one after another
   * @param reader runs what reads
   * @param onFailure told of an error that is not for want of room: the node is to end
   */
  SegmentFiles(
      Disk disk,
      MessageCodec messages,
      long lastNumber,
      Executor writer,
      Executor reader,
      Consumer<IOException> onFailure) {
    this.disk = disk;
    this.codec = new SegmentCodec(messages);
    this.lastNumber = new AtomicLong(lastNumber);
    this.writer = writer;
    this.reader = reader;
    this.onFailure = onFailure;
  }

  @Override
  public void write(Queue queue, int priority, MessageRun messages, boolean kept, Written then) {
    Loop home = queue.home();
    writer.execute(
        () -> {
          @Nullable Segment segment = tryWrite(priority, messages, kept);
          home.execute(() -> then.onWritten(segment));
        });
  }

  private @Nullable Segment tryWrite(int priority, MessageRun messages, boolean kept) {
    long number = lastNumber.incrementAndGet();
    String name = SegmentCodec.fileName(number);
    try {
      try (DiskFile file = disk.open(name)) {
        codec.write(file, out, number, priority, messages);
        file.force();
      }
      if (kept) {
        disk.forceNames();
      }
      full = false;
      return segment(number, priority, messages, kept);
    } catch (IOException e) {
      if (!full) {
        LOG.warn("Cannot write segment {}: {}; messages stay in memory", name, e.getMessage());
      }
      full = LogWriter.isFull(e);
      discard(name);
      if (!full) {
        onFailure.accept(e);
      }
      return null;
    } catch (RuntimeException | Error e) { // the queue must hear of it
      LOG.error("Cannot write segment {}", name, e);
      onFailure.accept(new IOException("cannot write " + name, e));
      return null;
    }
  }

  private static Segment segment(long number, int priority, MessageRun messages, boolean kept) {
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    long bodyBytes = 0;
    for (int i = 0; i < messages.count(); i++) {
      seqs.add(messages.seq(i));
      bodyBytes += messages.message(i).bodyLength();
    }
    return new Segment(
        number,
        priority,
        seqs.build(),
        new ReturnCounts(messages.count()),
        SegmentCodec.FIRST_OFFSET,
        bodyBytes,
        kept);
  }

  private void discard(String name) {
    try {
      disk.delete(name);
    } catch (IOException e) {
      LOG.debug("Cannot delete {}, which holds nothing: {}", name, e.toString());
    }
  }

  @Override
  public void read(Queue queue, Segment segment, long offset, int bytesMax, Read then) {
    Loop home = queue.home();
    long number = segment.number();
    reader.execute(
        () -> {
          SegmentCodec.Part part = tryRead(number, offset, bytesMax);
          if (part != null) {
            home.execute(() -> then.onRead(part.messages(), part.nextOffset()));
          }
        });
  }

  /** Reads; {@code null} when that fails, and the node ends. */
  private SegmentCodec.@Nullable Part tryRead(long number, long offset, int bytesMax) {
    SegmentCodec.Part nothing = new SegmentCodec.Part(new MessageRun(0), offset);
    if (going.contains(number)) {
      return nothing;
    }
    String name = SegmentCodec.fileName(number);
    try (DiskFile file = disk.open(name)) {
      return codec.read(file, number, offset, bytesMax);
    } catch (IOException e) {
      if (going.contains(number)) {
        return nothing;
      }
      LOG.error("Cannot read messages back: {}", e.getMessage());
      onFailure.accept(e);
    } catch (RuntimeException | Error e) { // the thread's outermost frame
      LOG.error("Cannot read {}", name, e);
      onFailure.accept(new IOException("cannot read " + name, e));
    }
    return null;
  }

  @Override
  public void delete(long number) {
    going.add(number);
    writer.execute(
        () -> {
          discard(SegmentCodec.fileName(number));
          // After what the reader had been given before.
          reader.execute(() -> going.remove(number));
        });
  }
}
