package io.warrenmq.core.log;

import java.util.concurrent.atomic.AtomicLong;

/** Counts of the message log since the start. Written by the log's thread, read by any. */
public final class LogStatistics {
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong syncs = new AtomicLong();
  private final AtomicLong syncedMessages = new AtomicLong();

  void message() {
    messages.lazySet(messages.getPlain() + 1);
  }

  void bytes(long more) {
    bytes.lazySet(bytes.getPlain() + more);
  }

  void forced(long withMessages) {
    syncs.lazySet(syncs.getPlain() + 1);
    syncedMessages.lazySet(syncedMessages.getPlain() + withMessages);
  }

  @Override
  public String toString() {
    long forced = syncs();
    return "%,d messages written, %,d bytes, %,d syncs, %,d messages a sync"
        .formatted(messages(), writtenBytes(), forced, forced == 0 ? 0 : syncedMessages() / forced);
  }

  /** Messages written, once for each queue. Any thread. */
  public long messages() {
    return messages.get();
  }

  /** Bytes written. Any thread. */
  public long writtenBytes() {
    return bytes.get();
  }

  /** Syncs of batches. Any thread. */
  public long syncs() {
    return syncs.get();
  }

  /** Messages made safe by them. Any thread. */
  public long syncedMessages() {
    return syncedMessages.get();
  }
}
