package io.warrenmq.core.metadata;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata's log on disk, as {@link MetadataFold} reads it. A log that has grown far beyond
 * what it says is written anew: a snapshot into a new file, and once that is safe the older files
 * are deleted. Calls block; one thread at a time.
 */
final class MetadataFiles {
  static final FrameLog LOG = new FrameLog("metadata-", 2);

  private static final Logger log = LoggerFactory.getLogger(MetadataFiles.class);

  private final Disk disk;
  private final MetadataLogOptions options;
  private final StoredOutput out = new StoredOutput(64 << 10);
  private final Deque<Long> olderFiles = new ArrayDeque<>();
  private LiveRecords live = new LiveRecords(0);
  private LogSize size;
  private @Nullable FrameLogWriter writer;
  private long reservedTo; // in the file that is written
  private boolean unknown; // whether writing the log anew has failed in its midst
  private @Nullable Found found; // between reading and going on

  /**
   * What is there.
   *
   * @param reader has read it
   * @param end where it ends
   */
  private record Found(FrameLogReader reader, FrameLogReader.End end) {}

  MetadataFiles(Disk disk, MetadataLogOptions options) {
    this.disk = disk;
    this.options = options;
    this.size = new LogSize(options.compactAboveBytes());
  }

  /**
   * Reads the log, and changes nothing on disk.
   *
   * @return what is; not to be changed
   * @throws io.warrenmq.core.store.CorruptStoreException when what was safe cannot be read
   */
  LiveRecords read() throws IOException {
    FrameLogReader reader = new FrameLogReader(disk, LOG);
    MetadataFold fold = new MetadataFold(LOG, size);
    FrameLogReader.End end = reader.read(fold);
    fold.checkBeginning(end);
    found = new Found(reader, end);
    live = fold.live();
    return live;
  }

  /** Cuts off what a crash has torn, and begins a file. Once, after {@link #read}. */
  void goOn() throws IOException {
    Found before = found;
    if (before == null) {
      throw new IllegalStateException("the log has not been read");
    }
    found = null;
    FrameLogReader.End end = before.end;
    if (end.tornBytes() > 0) {
      log.info(
          "{}: {} bytes that were not safe when the broker ended are cut off at offset {}",
          LOG.fileName(end.lastFile()),
          end.tornBytes(),
          end.offset());
    }
    before.reader.repairEnd(end);
    olderFiles.addAll(end.files());
    long last = Math.max(end.lastFile(), end.junk().stream().mapToLong(n -> n).max().orElse(0));
    reservedTo = options.preallocatedBytes();
    writer = new FrameLogWriter(disk, LOG, last + 1, end.nextFrame(), options.preallocatedBytes());
    before.reader.markEnd(end, last + 1);
    if (olderFiles.size() >= options.filesMax() || size.isWasteful(live.count())) {
      writeAnew(writer);
    }
  }

  /**
   * Begins a log in a folder that has none, with all that is to be; when it returns, that is safe.
   */
  void begin(LiveRecords all) throws IOException {
    live = all;
    reservedTo = options.preallocatedBytes();
    writer = new FrameLogWriter(disk, LOG, 1, 1, options.preallocatedBytes());
    writeSnapshot(writer);
  }

  /**
   * Adds records; when it returns, they are safe.
   *
   * @param calls what is to be there as a whole or not at all, each
   */
  void append(List<? extends List<? extends MetadataRecord>> calls) throws IOException {
    FrameLogWriter file = writer();
    int count = 0;
    beginFrame(MetadataFold.CHANGES);
    for (List<? extends MetadataRecord> records : calls) {
      if (out.size() >= options.frameBytes()) {
        endFrame(file, count);
        beginFrame(MetadataFold.CHANGES);
        count = 0;
      }
      for (MetadataRecord record : records) {
        MetadataCodec.write(record, out);
        count++;
      }
    }
    endFrame(file, count);
    file.force();
    calls.forEach(records -> records.forEach(live::apply));
  }

  /** Writes the log anew when most of it does not matter any more. */
  void compactIfItPays() throws IOException {
    if (!size.isWasteful(live.count())) {
      return;
    }
    FrameLogWriter file = writer();
    long before = file.fileNumber();
    long bytes = size.bytesOf(live.count()) + options.preallocatedBytes();
    try {
      file.roll(bytes);
      reservedTo = bytes;
    } catch (IOException e) {
      // The disk is full, for example: the log goes on in its last file. If what is there is not
      // known, the writer takes nothing more.
      log.warn("The metadata log is not written anew yet: {}", e.toString());
      size.postpone();
      return;
    }
    olderFiles.add(before);
    writeAnew(file);
  }

  private void writeAnew(FrameLogWriter file) throws IOException {
    unknown = true;
    size = new LogSize(options.compactAboveBytes());
    writeSnapshot(file);
    // Oldest first and one by one: whatever a crash leaves is a log without a gap.
    while (!olderFiles.isEmpty()) {
      disk.delete(LOG.fileName(olderFiles.remove()));
      disk.forceNames();
    }
    unknown = false;
  }

  private void writeSnapshot(FrameLogWriter file) throws IOException {
    int flags = MetadataFold.SNAPSHOT | MetadataFold.FIRST;
    int count = 0;
    beginFrame(flags);
    out.putNumber(live.highestQueueId());
    for (MetadataRecord.Put put : live.inOrder()) {
      if (out.size() >= options.frameBytes()) {
        endFrame(file, count);
        flags = MetadataFold.SNAPSHOT;
        beginFrame(flags);
        count = 0;
      }
      MetadataCodec.write(put, out);
      count++;
    }
    out.buffer().put(FrameLog.FRAME_HEADER_BYTES, (byte) (flags | MetadataFold.LAST));
    endFrame(file, count);
    file.force();
  }

  private void beginFrame(int flags) {
    out.reset(FrameLog.FRAME_HEADER_BYTES);
    out.putByte(flags);
  }

  private void endFrame(FrameLogWriter file, int recordCount) throws IOException {
    ByteBuffer frame = out.buffer().flip();
    int payload = frame.limit() - FrameLog.FRAME_HEADER_BYTES;
    size.add(payload, recordCount);
    reserve(file, FrameLog.paddedFrame(payload));
    file.append(frame);
  }

  private void reserve(FrameLogWriter file, long frameBytes) {
    if (file.position() + frameBytes <= reservedTo) {
      return;
    }
    long more = frameBytes + options.preallocatedBytes();
    reservedTo = file.position() + more;
    try {
      file.reserve(more);
    } catch (IOException e) {
      log.debug("No room is reserved: {}", e.toString()); // Whether a frame has room, it says.
    }
  }

  private FrameLogWriter writer() throws IOException {
    if (writer == null || unknown) {
      throw new IOException(unknown ? "writing the metadata log anew has failed" : "closed");
    }
    return writer;
  }

  /** Closes the file. What was added is safe already. */
  void close() throws IOException {
    FrameLogWriter file = writer;
    writer = null;
    if (file != null) {
      file.close();
    }
  }
}
