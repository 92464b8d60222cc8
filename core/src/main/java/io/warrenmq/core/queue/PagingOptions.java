package io.warrenmq.core.queue;

import io.warrenmq.core.flow.LoopMemory;

/**
 * How much of a queue stays in memory. Immutable.
 *
 * @param bandBytesMax what the ready messages of one priority of a queue may take before the newest
 *     of them go to disk, and what the unsettled of the queue may before the oldest of them do
 * @param tightBytesMax the same while the loop's memory is tight
 * @param loopBytesMax what the queues of a loop may take together before its memory is tight
 * @param readBytes how much is read back at a time: small enough that no collector finds it large,
 *     large enough for the disk
 */
public record PagingOptions(
    long bandBytesMax, long tightBytesMax, long loopBytesMax, int readBytes) {
  /** After how many milliseconds a queue with much in memory looks again whether it fits. */
  static final long LOOK_AGAIN_MS = 1000;

  /** Nothing goes to disk. */
  public static final PagingOptions NEVER =
      new PagingOptions(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 256 << 10);

  /** What may stay in memory of the messages of a queue that are ready, or out, as it is now. */
  long bytesMax(LoopMemory memory) {
    return memory.bytes() > loopBytesMax ? tightBytesMax : bandBytesMax;
  }

  /** For so many loops in a heap of this size. */
  public static PagingOptions of(long heapBytes, int loops) {
    long loopBytes = heapBytes / 4 / loops;
    return new PagingOptions(
        Math.min(32L << 20, loopBytes / 2),
        Math.min(2L << 20, loopBytes / 8),
        loopBytes,
        256 << 10);
  }
}
