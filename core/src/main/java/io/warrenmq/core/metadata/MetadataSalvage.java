package io.warrenmq.core.metadata;

import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoredInput;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the frames that can be read what is, as {@link MetadataFold} does of all of them. A
 * snapshot of which a part is missing adds to what is known instead of taking its place: what no
 * change in its file speaks of, as they all come after it. One thread.
 */
final class MetadataSalvage implements FrameScan.Sink {
  private final FrameLog log;
  private final Set<Long> queueIds = new HashSet<>();
  private LiveRecords live = new LiveRecords(0);
  private @Nullable LiveRecords snapshot; // between its first and its last part, all whole so far
  // The changes in the file that is being read, the last one of each key.
  private final Map<Object, MetadataRecord> changes = new LinkedHashMap<>();
  private long file; // that is being read
  private boolean complete; // whether there was a whole snapshot

  MetadataSalvage(FrameLog log) {
    this.log = log;
  }

  /** What is. */
  LiveRecords live() {
    return live;
  }

  /** The ids of all queues that were ever seen, those that were deleted later included. */
  Set<Long> queueIds() {
    return queueIds;
  }

  /** Whether something says all that is: there was a whole snapshot. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void gap() {
    giveUpSnapshot();
  }

  private void giveUpSnapshot() {
    if (snapshot != null) {
      snapshot.inOrder().forEach(this::addOld);
      snapshot = null;
    }
  }

  /** Adds what was before the file that is being read. */
  private void addOld(MetadataRecord record) {
    if (!changes.containsKey(record.key())) {
      live.apply(record);
    }
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws CorruptStoreException {
    StoredInput in = new StoredInput(payload);
    if (fileNumber != file) {
      file = fileNumber;
      snapshot = null; // It was being written when the broker ended.
      changes.clear();
    }
    try {
      read(in);
    } catch (StoredInput.MalformedException e) {
      giveUpSnapshot(); // What came before it in the frame is taken.
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset + in.position(), String.valueOf(e.getMessage()));
    }
  }

  private void read(StoredInput in) {
    int flags = in.getByte();
    if ((flags != MetadataFold.CHANGES && (flags & MetadataFold.SNAPSHOT) == 0)
        || (flags & ~(MetadataFold.SNAPSHOT | MetadataFold.FIRST | MetadataFold.LAST)) != 0) {
      throw new StoredInput.MalformedException("no kind of frame has the number " + flags);
    }
    if ((flags & MetadataFold.FIRST) != 0) {
      snapshot = new LiveRecords(in.getNumber());
    }
    while (in.hasMore()) {
      apply(MetadataCodec.read(in), flags);
    }
    LiveRecords whole = snapshot;
    if ((flags & MetadataFold.LAST) != 0 && whole != null) {
      changes.values().forEach(whole::apply);
      live = whole;
      snapshot = null;
      complete = true;
    }
  }

  private void apply(MetadataRecord record, int flags) {
    if (record instanceof MetadataRecord.QueuePut queue) {
      queueIds.add(queue.id());
    }
    if (flags == MetadataFold.CHANGES) {
      live.apply(record);
      changes.put(record.key(), record);
    } else if (snapshot != null) {
      snapshot.apply(record);
    } else {
      addOld(record); // Its first part may be lost.
    }
  }
}
