package io.warrenmq.core.metadata;

import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoredInput;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the frames that can be read what is, as {@link MetadataFold} does of all of them. A
 * snapshot of which a part is missing adds to what is known instead of taking its place. One
 * thread.
 */
final class MetadataSalvage implements FrameScan.Sink {
  private final FrameLog log;
  private final Set<Long> queueIds = new HashSet<>();
  private LiveRecords live = new LiveRecords(0);
  private @Nullable LiveRecords snapshot; // between its first and its last part, all whole so far
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
      snapshot.inOrder().forEach(live::apply);
      snapshot = null;
    }
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws CorruptStoreException {
    StoredInput in = new StoredInput(payload);
    try {
      int flags = in.getByte();
      LiveRecords target = target(flags, in);
      while (in.hasMore()) {
        apply(MetadataCodec.read(in), target);
      }
      if ((flags & MetadataFold.LAST) != 0 && snapshot != null) {
        live = snapshot;
        snapshot = null;
        complete = true;
      }
    } catch (StoredInput.MalformedException e) {
      giveUpSnapshot(); // What came before it in the frame is taken.
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset + in.position(), String.valueOf(e.getMessage()));
    }
  }

  private LiveRecords target(int flags, StoredInput in) {
    if (flags == MetadataFold.CHANGES) {
      snapshot = null; // It was being written when the broker ended.
      return live;
    }
    if ((flags & MetadataFold.SNAPSHOT) == 0
        || (flags & ~(MetadataFold.SNAPSHOT | MetadataFold.FIRST | MetadataFold.LAST)) != 0) {
      throw new StoredInput.MalformedException("no kind of frame has the number " + flags);
    }
    if ((flags & MetadataFold.FIRST) != 0) {
      snapshot = new LiveRecords(in.getNumber());
    }
    return snapshot == null ? live : snapshot; // Its first part may be lost.
  }

  private void apply(MetadataRecord record, LiveRecords target) {
    if (record instanceof MetadataRecord.QueuePut queue) {
      queueIds.add(queue.id());
    }
    target.apply(record);
  }
}
