package io.warrenmq.core.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of the messages that the queues of one loop hold. Written by that loop alone, read by any.
 */
public final class LoopMemory {
  private final AtomicLong bytes = new AtomicLong();

  /** Accounts for more, or with a negative number for less. Its loop. */
  public void add(long more) {
    bytes.lazySet(bytes.getPlain() + more); // One writer: no read-modify-write needed.
  }

  /** Bytes held now. Any thread. */
  public long bytes() {
    return bytes.get();
  }
}
