package io.warrenmq.core.metadata;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoreDamage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the metadata's log says, damaged or not, and what is wrong with it. Changes nothing. Made by
 * one thread, immutable then.
 */
public final class MetadataSurvey {
  private final FrameScan frames;
  private final MetadataSalvage salvage;
  private final List<StoreDamage> damages;

  private MetadataSurvey(FrameScan frames, MetadataSalvage salvage, List<StoreDamage> damages) {
    this.frames = frames;
    this.salvage = salvage;
    this.damages = List.copyOf(damages);
  }

  /** Reads the log in a folder to its end. Blocks. */
  public static MetadataSurvey of(Disk disk) throws IOException {
    FrameScan frames = FrameScan.of(disk, MetadataFiles.LOG);
    MetadataSalvage salvage = new MetadataSalvage(MetadataFiles.LOG);
    frames.read(salvage);
    List<StoreDamage> damages = new ArrayList<>(frames.damages());
    if (frames.firstFrame() > 1 && !salvage.isComplete()) {
      damages.add(
          0,
          new StoreDamage(
              frames.firstFile(),
              FrameLog.BLOCK_BYTES,
              "the log begins with frame "
                  + frames.firstFrame()
                  + ", and what was before it is missing"));
    }
    return new MetadataSurvey(frames, salvage, damages);
  }

  /** What is wrong, in the order of the files. */
  public List<StoreDamage> damages() {
    return damages;
  }

  /** The log's frames and files. */
  public FrameScan frames() {
    return frames;
  }

  /** All that is, as far as it can be read, in an order in which it can be created. */
  public List<MetadataRecord.Put> records() {
    return salvage.live().inOrder();
  }

  /** Whether the log speaks of a queue with this id, one that was deleted later included. */
  public boolean speaksOf(long queueId) {
    return salvage.queueIds().contains(queueId);
  }

  /** The highest id of a queue that is or was, as far as it can be read; 0 for none. */
  public long highestQueueId() {
    return salvage.live().highestQueueId();
  }

  /**
   * Writes a sound log that says the same, and some more.
   *
   * @param empty a folder without a log
   * @param more what is to be there besides
   * @param highestQueueId up to which ids of queues are taken, as others know; 0 or more
   */
  public void writeTo(Disk empty, List<MetadataRecord.Put> more, long highestQueueId)
      throws IOException {
    LiveRecords all = new LiveRecords(Math.max(highestQueueId(), highestQueueId));
    records().forEach(all::apply);
    more.forEach(all::apply);
    MetadataFiles files = new MetadataFiles(empty, MetadataLogOptions.DEFAULT);
    try {
      files.begin(all);
    } finally {
      files.close();
    }
  }
}
