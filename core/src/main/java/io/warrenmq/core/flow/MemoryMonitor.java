package io.warrenmq.core.flow;

import io.warrenmq.api.loop.Loop;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the queues hold in memory. Above the watermark it raises the alarm, until consumers
 * have brought it down again. It counts what is held, not what the heap has in use: garbage is no
 * reason to stop publishers. The nearer the watermark, the more often it looks: never less than
 * that messages coming in at two gigabytes a second could be past it unseen.
 *
 * <p>Confined to the metadata loop, but for {@link #heldBytes}.
 */
public final class MemoryMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryMonitor.class);
  private static final long CHECK_MAX_MS = 1_000;
  private static final long BYTES_PER_MS = 2_000_000;

  private final Loop metadata;
  private final List<LoopMemory> memories;
  private final long bytesMax;
  private final ResourceAlarms alarms;
  private boolean raised;
  private boolean stopped;

  /**
   * Creates the watch; {@link #start} begins it.
   *
   * @param bytesMax the watermark in bytes of messages held
   */
  public MemoryMonitor(
      Loop metadata, List<LoopMemory> memories, long bytesMax, ResourceAlarms alarms) {
    this.metadata = metadata;
    this.memories = memories;
    this.bytesMax = bytesMax;
    this.alarms = alarms;
  }

  /** Begins to watch. */
  public void start() {
    metadata.schedule(CheckInterval.MIN_MS, this::check);
  }

  /** Ends the watch. */
  public void stop() {
    stopped = true;
  }

  /** Bytes of messages held now. Any thread. */
  public long heldBytes() {
    long sum = 0;
    for (LoopMemory memory : memories) {
      sum += memory.bytes();
    }
    return sum;
  }

  private void check() {
    if (stopped) {
      return;
    }
    long held = heldBytes();
    if (!raised && held > bytesMax) {
      LOG.warn(
          "Memory alarm: queues hold {} bytes, above the watermark of {}; publishers are blocked",
          held,
          bytesMax);
      raised = true;
    } else if (raised && held < bytesMax - bytesMax / 8) {
      LOG.info("Memory alarm cleared: queues hold {} bytes", held);
      raised = false;
    }
    alarms.set(ResourceAlarms.Resource.MEMORY, raised);
    metadata.schedule(CheckInterval.ms(held, bytesMax, BYTES_PER_MS, CHECK_MAX_MS), this::check);
  }
}
