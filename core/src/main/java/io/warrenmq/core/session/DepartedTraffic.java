package io.warrenmq.core.session;

import io.warrenmq.api.transport.Traffic;
import java.util.concurrent.atomic.LongAdder;

/** The traffic of connections that have left, together. Thread-safe. */
final class DepartedTraffic implements Traffic {
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder receivedReads = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder sentWrites = new LongAdder();

  void add(Traffic last) {
    receivedBytes.add(last.receivedBytes());
    receivedReads.add(last.receivedReads());
    sentBytes.add(last.sentBytes());
    sentWrites.add(last.sentWrites());
  }

  @Override
  public long receivedBytes() {
    return receivedBytes.sum();
  }

  @Override
  public long receivedReads() {
    return receivedReads.sum();
  }

  @Override
  public long sentBytes() {
    return sentBytes.sum();
  }

  @Override
  public long sentWrites() {
    return sentWrites.sum();
  }

  /** Nothing waits for those that are gone. */
  @Override
  public int pendingBytes() {
    return 0;
  }
}
