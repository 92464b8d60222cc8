package io.warrenmq.core.metadata;

import io.warrenmq.core.store.StoredOutput;
import java.util.List;

/**
 * What is at one moment, as the parts of a snapshot, made one after the other. {@link MetadataFold}
 * says what they look like. Confined to its user.
 */
final class SnapshotParts {
  private final List<MetadataRecord.Put> records;
  private final long highestQueueId;
  private int next; // of the records
  private boolean begun;
  private boolean ended;

  /** Takes what is now; what changes later is not in the snapshot. */
  SnapshotParts(LiveRecords live) {
    this.records = live.inOrder();
    this.highestQueueId = live.highestQueueId();
  }

  /** Whether there is a part more. */
  boolean hasNext() {
    return !ended;
  }

  /**
   * Writes the next part, one record of it at least.
   *
   * @param bytes what the output has when the part ends, or one record more
   * @return how many records there are in it
   */
  int write(StoredOutput out, int bytes) {
    int flagsAt = out.size();
    int flags = MetadataFold.SNAPSHOT;
    out.putByte(flags);
    if (!begun) {
      flags |= MetadataFold.FIRST;
      out.putNumber(highestQueueId);
      begun = true;
    }
    int count = 0;
    while (next < records.size() && (count == 0 || out.size() < bytes)) {
      MetadataCodec.write(records.get(next), out);
      next++;
      count++;
    }
    if (next == records.size()) {
      flags |= MetadataFold.LAST;
      ended = true;
    }
    out.buffer().put(flagsAt, (byte) flags);
    return count;
  }
}
