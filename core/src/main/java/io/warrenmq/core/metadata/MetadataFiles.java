package io.warrenmq.core.metadata;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata's log on disk, as {@link MetadataFold} reads it. A log that has grown far beyond
 * what it says is written anew, a step with each call, so that no change waits for all of it:
 *
 * <pre>
 * tidy     a file is begun, with the first part of a snapshot of what is
 * append   changes, then the next parts, and one force for both; as many bytes of parts as of
 *          changes at least, so that it comes to its end however much is changed
 * tidy     once the last part is safe, an older file is deleted
 * </pre>
 *
 * <p>Calls block; one thread at a time.
 */
final class MetadataFiles {
  static final FrameLog LOG = new FrameLog("metadata-", 2);

  private static final Logger log = LoggerFactory.getLogger(MetadataFiles.class);

  private final Disk disk;
  private final MetadataLogOptions options;
  private final Deque<Long> olderFiles = new ArrayDeque<>();
  private LiveRecords live = new LiveRecords(0);
  private LogSize size;
  private @Nullable MetadataFrames frames;
  private @Nullable SnapshotParts snapshot; // while it is written
  private LogSize sizeAnew; // from its first part on
  private boolean replaced; // whether a snapshot that is safe stands for the older files
  private boolean unknown; // whether tidying has failed in its midst
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
    this.sizeAnew = new LogSize(options.compactAboveBytes());
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
    MetadataFrames file = new MetadataFrames(disk, options, last + 1, end.nextFrame());
    frames = file;
    before.reader.markEnd(end, last + 1);
    if (olderFiles.size() >= options.filesMax() || size.isWasteful(live.count())) {
      beginSnapshot(file);
      writeParts(file, Long.MAX_VALUE); // Nobody waits yet: one force is enough.
      force(file);
      while (replaced) {
        tidy();
      }
    }
  }

  /**
   * Begins a log in a folder that has none, with all that is to be; when it returns, that is safe.
   */
  void begin(LiveRecords all) throws IOException {
    live = all;
    MetadataFrames file = new MetadataFrames(disk, options, 1, 1);
    frames = file;
    SnapshotParts parts = new SnapshotParts(live);
    while (parts.hasNext()) {
      writePart(file, parts);
    }
    file.force();
  }

  /**
   * Adds records, and goes on with the snapshot that is being written; when it returns, both are
   * safe.
   *
   * @param calls what is to be there as a whole or not at all, each; may be empty
   */
  void append(List<? extends List<? extends MetadataRecord>> calls) throws IOException {
    MetadataFrames file = frames();
    long before = file.position();
    if (!calls.isEmpty()) {
      writeChanges(file, calls);
    }
    if (snapshot != null) {
      writeParts(file, Math.max(options.partBytes(), file.position() - before));
    }
    force(file);
    calls.forEach(records -> records.forEach(live::apply));
  }

  private void writeChanges(
      MetadataFrames file, List<? extends List<? extends MetadataRecord>> calls)
      throws IOException {
    StoredOutput out = beginChanges(file);
    int count = 0;
    for (List<? extends MetadataRecord> records : calls) {
      if (out.size() >= options.frameBytes()) {
        endChanges(file, count);
        out = beginChanges(file);
        count = 0;
      }
      for (MetadataRecord record : records) {
        MetadataCodec.write(record, out);
        count++;
      }
    }
    endChanges(file, count);
  }

  private static StoredOutput beginChanges(MetadataFrames file) {
    StoredOutput out = file.begin();
    out.putByte(MetadataFold.CHANGES);
    return out;
  }

  private void endChanges(MetadataFrames file, int recordCount) throws IOException {
    int payload = file.end();
    size.addChanges(payload, recordCount);
    if (snapshot != null) {
      sizeAnew.addChanges(payload, recordCount);
    }
  }

  private void force(MetadataFrames file) throws IOException {
    file.force();
    if (snapshot != null && !snapshot.hasNext()) {
      snapshot = null;
      size = sizeAnew;
      replaced = !olderFiles.isEmpty();
    }
  }

  /** Whether there is something to do besides changes: the log pays to be written anew, or is. */
  boolean isUntidy() {
    return snapshot != null || replaced || size.isWasteful(live.count());
  }

  /**
   * Begins to write the log anew when most of it does not matter any more, or deletes one of the
   * files that do not. What {@link #append} has added is safe before.
   */
  void tidy() throws IOException {
    MetadataFrames file = frames();
    unknown = true;
    if (replaced) {
      // Oldest first and one by one: whatever a crash leaves is a log without a gap.
      disk.delete(LOG.fileName(olderFiles.remove()));
      disk.forceNames();
      replaced = !olderFiles.isEmpty();
    } else if (snapshot == null && size.isWasteful(live.count()) && roll(file)) {
      beginSnapshot(file);
    }
    unknown = false;
  }

  /**
   * Begins a file. When the disk is too full for a snapshot, or the file cannot be made, the log
   * goes on in its last one. If what is there is not known, the writer takes nothing more.
   */
  private boolean roll(MetadataFrames file) {
    long before = file.fileNumber();
    try {
      long needed = size.bytesOf(live.count()) + options.preallocatedBytes();
      long free = disk.freeBytes();
      if (free < needed) {
        throw new IOException("it takes " + needed + " bytes, and the disk has " + free);
      }
      file.roll();
    } catch (IOException e) {
      postpone(e.toString());
      return false;
    }
    olderFiles.add(before);
    return true;
  }

  private void postpone(String why) {
    log.warn("The metadata log is not written anew yet: {}", why);
    size.postpone();
  }

  /** Writes the first part, before all changes that are not in the snapshot. */
  private void beginSnapshot(MetadataFrames file) throws IOException {
    SnapshotParts parts = new SnapshotParts(live);
    snapshot = parts;
    sizeAnew = new LogSize(options.compactAboveBytes());
    writePart(file, parts);
  }

  private void writeParts(MetadataFrames file, long bytes) throws IOException {
    long from = file.position();
    while (snapshot != null && snapshot.hasNext() && file.position() - from < bytes) {
      if (file.takeRoom(options.partBytes())) {
        writePart(file, snapshot);
      } else {
        snapshot = null; // Without its last part it says nothing.
        postpone("the disk is full");
      }
    }
  }

  private void writePart(MetadataFrames file, SnapshotParts parts) throws IOException {
    int count = parts.write(file.begin(), options.partBytes());
    int payload = file.end();
    size.addPart(payload, count);
    sizeAnew.addPart(payload, count);
  }

  private MetadataFrames frames() throws IOException {
    if (frames == null || unknown) {
      throw new IOException(unknown ? "writing the metadata log anew has failed" : "closed");
    }
    return frames;
  }

  /** Closes the file. What was added is safe already. */
  void close() throws IOException {
    MetadataFrames file = frames;
    frames = null;
    if (file != null) {
      file.close();
    }
  }
}
