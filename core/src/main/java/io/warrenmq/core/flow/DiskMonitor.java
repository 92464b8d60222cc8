package io.warrenmq.core.flow;

import io.warrenmq.api.loop.Loop;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the free room on the disk that the messages are on. Below the limit it raises the alarm.
 * The nearer the limit, the more often it looks: never less than that a disk written to at 250 MB a
 * second could be past it unseen, as RabbitMQ does.
 *
 * <p>Confined to the metadata loop; the disk is asked on its own thread.
 */
public final class DiskMonitor {
  /** Asks the disk. */
  @FunctionalInterface
  public interface FreeBytes {
    /** Bytes that may still be written. Blocks. */
    long get() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DiskMonitor.class);
  private static final long CHECK_MAX_MS = 10_000;
  private static final long BYTES_PER_MS = 250_000;

  private final Loop metadata;
  private final Executor diskThread;
  private final FreeBytes free;
  private final long bytesMin;
  private final ResourceAlarms alarms;
  private boolean raised;
  private boolean failing;
  private boolean stopped;
  // Written by the metadata loop, read by any.
  private volatile long lastFree = -1;

  /**
   * Creates the watch; {@link #start} begins it.
   *
   * @param diskThread where the disk may be asked
   * @param free asks it
   * @param bytesMin what is to stay free, 0 or more
   */
  public DiskMonitor(
      Loop metadata, Executor diskThread, FreeBytes free, long bytesMin, ResourceAlarms alarms) {
    this.metadata = metadata;
    this.diskThread = diskThread;
    this.free = free;
    this.bytesMin = bytesMin;
    this.alarms = alarms;
  }

  /** Begins to watch. */
  public void start() {
    if (!stopped) {
      diskThread.execute(this::ask);
    }
  }

  /** Ends the watch. */
  public void stop() {
    stopped = true;
  }

  /** Bytes that were free when it last looked; −1 before that. Any thread. */
  public long freeBytes() {
    return lastFree;
  }

  private void ask() {
    long bytes;
    try {
      bytes = free.get();
    } catch (IOException e) {
      metadata.execute(() -> onUnknown(e));
      return;
    }
    metadata.execute(() -> onKnown(bytes));
  }

  private void onUnknown(IOException error) {
    if (!failing) {
      LOG.warn("Cannot find out how much room the disk has: {}", error.toString());
      failing = true;
    }
    metadata.schedule(CHECK_MAX_MS, this::start);
  }

  private void onKnown(long bytes) {
    if (stopped) {
      return;
    }
    failing = false;
    lastFree = bytes;
    if (!raised && bytes < bytesMin) {
      LOG.warn(
          "Disk alarm: {} bytes are free, below the limit of {} (disk_free_limit); publishers are"
              + " blocked",
          bytes,
          bytesMin);
      raised = true;
    } else if (raised && bytes >= bytesMin) {
      LOG.info("Disk alarm cleared: {} bytes are free", bytes);
      raised = false;
    }
    alarms.set(ResourceAlarms.Resource.DISK, raised);
    metadata.schedule(CheckInterval.ms(bytes, bytesMin, BYTES_PER_MS, CHECK_MAX_MS), this::start);
  }
}
