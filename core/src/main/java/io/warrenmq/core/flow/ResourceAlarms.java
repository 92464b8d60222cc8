package io.warrenmq.core.flow;

import io.warrenmq.api.loop.Loop;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the queues hold in memory. Above the watermark it raises the alarm, which blocks
 * publishing connections until consumers have brought it down again. It counts what is held, not
 * what the heap has in use: garbage is no reason to stop publishers.
 *
 * <p>Confined to the metadata loop, but for what says otherwise.
 */
public final class ResourceAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceAlarms.class);
  private static final long CHECK_MS = 100;

  private final Loop metadata;
  private final List<LoopMemory> memories;
  private final long memoryBytesMax;
  private final Consumer<@Nullable String> onChange;
  private boolean stopped;
  // Written by the metadata loop, read by any: connections that open while it is raised.
  private volatile @Nullable String reason;

  /**
   * Creates the watch; {@link #start} begins it.
   *
   * @param memoryBytesMax the watermark in bytes of messages held
   * @param onChange told the reason when the alarm is raised, {@code null} when it is cleared
   */
  public ResourceAlarms(
      Loop metadata,
      List<LoopMemory> memories,
      long memoryBytesMax,
      Consumer<@Nullable String> onChange) {
    this.metadata = metadata;
    this.memories = memories;
    this.memoryBytesMax = memoryBytesMax;
    this.onChange = onChange;
  }

  /** Begins to watch. */
  public void start() {
    metadata.schedule(CHECK_MS, this::check);
  }

  /** Ends the watch. */
  public void stop() {
    stopped = true;
  }

  /** Why publishers are blocked; {@code null} when they are not. Any thread. */
  public @Nullable String reason() {
    return reason;
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
    boolean raised = reason != null;
    if (!raised && held > memoryBytesMax) {
      reason = "low on memory";
      LOG.warn(
          "Memory alarm: queues hold {} bytes, above the watermark of {}; publishers are blocked",
          held,
          memoryBytesMax);
      onChange.accept(reason);
    } else if (raised && held < memoryBytesMax - memoryBytesMax / 8) {
      reason = null;
      LOG.info("Memory alarm cleared: queues hold {} bytes", held);
      onChange.accept(null);
    }
    metadata.schedule(CHECK_MS, this::check);
  }
}
