package io.warrenmq.core.queue;

/**
 * How full a queue is, at a glance from another loop: each number is about right by itself, may be
 * a moment old, and need not fit the others. Costs the queue nothing. Bytes are those of bodies.
 *
 * @param ready messages that are ready
 * @param readyBytes the bytes of those
 * @param unsettled messages that are handed out and not settled
 * @param unsettledBytes the bytes of those
 * @param onDisk messages that are ready and on disk alone
 * @param onDiskBytes the bytes of those
 * @param consumers consumers, those that browse among them
 */
public record QueueDepth(
    long ready,
    long readyBytes,
    long unsettled,
    long unsettledBytes,
    long onDisk,
    long onDiskBytes,
    int consumers) {
  /** No number is below 0, whenever it was looked at. */
  public QueueDepth {
    ready = Math.max(0, ready);
    readyBytes = Math.max(0, readyBytes);
    unsettled = Math.max(0, unsettled);
    unsettledBytes = Math.max(0, unsettledBytes);
    onDisk = Math.min(ready, Math.max(0, onDisk));
    onDiskBytes = Math.min(readyBytes, Math.max(0, onDiskBytes));
    consumers = Math.max(0, consumers);
  }

  /** All messages. */
  public long messages() {
    return ready + unsettled;
  }

  /** The bytes of all messages. */
  public long bytes() {
    return readyBytes + unsettledBytes;
  }

  /** Ready messages that are in memory. */
  public long readyInMemory() {
    return ready - onDisk;
  }

  /** The bytes of all messages that are in memory, as far as is known. */
  public long bytesInMemory() {
    return bytes() - onDiskBytes;
  }

  /**
   * About the bytes of memory that the queue takes: some for itself, and for each message in memory
   * its body and what the broker has around it. What publishers put into headers is not counted.
   */
  public long memoryBytes() {
    return QUEUE_BYTES + bytesInMemory() + Entry.OVERHEAD_BYTES * (messages() - onDisk);
  }

  private static final long QUEUE_BYTES = 1024;
}
