package io.warrenmq.core.metadata;

import io.warrenmq.core.store.FrameLog;

/** How large a log is, and whether it is worth to write it anew. Confined to its user. */
final class LogSize {
  private static final int WASTE_FACTOR = 4;

  private final long compactAboveBytes;
  private long diskBytes;
  private long payloadBytes;
  private long recordCount;
  private long postponedToBytes;

  /** Nothing so far. */
  LogSize(long compactAboveBytes) {
    this.compactAboveBytes = compactAboveBytes;
  }

  /** Counts a frame with changes. */
  void addChanges(int payload, long records) {
    add(FrameLog.paddedFrame(payload), payload, records);
  }

  /**
   * Counts a part of a snapshot, without what fills its block: the next snapshot would have it too,
   * and one must not be the reason for another.
   */
  void addPart(int payload, long records) {
    add(payload, payload, records);
  }

  private void add(long bytes, int payload, long records) {
    diskBytes += bytes;
    payloadBytes += payload;
    recordCount += records;
  }

  /** About how many bytes so many records take when they are written anew. */
  long bytesOf(int count) {
    return recordCount == 0 ? 0 : (long) ((double) payloadBytes / recordCount * count);
  }

  /** Whether the log is large, and most of it speaks of what is no more. */
  boolean isWasteful(int liveCount) {
    return diskBytes > Math.max(compactAboveBytes, postponedToBytes)
        && diskBytes > WASTE_FACTOR * bytesOf(liveCount);
  }

  /** It could not be written anew: not before it has grown. */
  void postpone() {
    postponedToBytes = diskBytes + compactAboveBytes;
  }
}
