package io.warrenmq.core.repair;

import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.log.LogSurvey;
import io.warrenmq.core.log.StoredQueue;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataSurvey;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.ReadOnlyDisk;
import io.warrenmq.core.store.StoreDamage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a data folder holds, and all that is wrong with it. Read once, to the end; changes
 * nothing. One thread.
 */
public final class StoreSurvey {
  /** The folder of definitions in a data folder. */
  public static final String METADATA = "metadata";

  /** The folder of messages in a data folder. */
  public static final String MESSAGES = "messages";

  private final MetadataSurvey metadata;
  private final LogSurvey messages;
  private final List<StoreDamage> metadataDamages;
  private final List<StoreDamage> messageDamages;
  private final boolean logUnreadable; // by the disk: nobody knows what was there

  private StoreSurvey(Path metadataFolder, Path messagesFolder, boolean logUnreadable)
      throws IOException {
    ReadOnlyDisk metadataDisk = new ReadOnlyDisk(metadataFolder);
    ReadOnlyDisk messagesDisk = new ReadOnlyDisk(messagesFolder);
    metadata = MetadataSurvey.of(metadataDisk);
    messages = LogSurvey.of(messagesDisk);
    List<StoreDamage> ofMetadata = new ArrayList<>(metadata.damages());
    checkIds(ofMetadata);
    metadataDamages = all(METADATA, metadataDisk, ofMetadata);
    messageDamages = all(MESSAGES, messagesDisk, messages.damages());
    this.logUnreadable =
        logUnreadable
            || messagesDisk.unreadable().stream()
                .anyMatch(damage -> LocalLog.FILES.fileNumber(damage.file()) >= 0);
  }

  /** Whether a broker has kept anything in a folder. */
  public static boolean isStore(Path dataDir) throws IOException {
    try {
      return FolderTree.isFolder(StoreRepair.current(dataDir, METADATA))
          || FolderTree.isFolder(StoreRepair.current(dataDir, MESSAGES));
    } catch (IOException e) {
      throw DiskFailure.notRead(e);
    }
  }

  /**
   * Looks at a data folder, which no broker has open.
   *
   * @throws IOException when a file cannot be opened, or a folder not listed, with a text for the
   *     operator: unlike what cannot be read in a file, it is not known what that costs
   */
  public static StoreSurvey of(Path dataDir) throws IOException {
    try {
      return new StoreSurvey(
          StoreRepair.current(dataDir, METADATA), StoreRepair.current(dataDir, MESSAGES), false);
    } catch (IOException e) {
      throw DiskFailure.notRead(e);
    }
  }

  /**
   * Looks at the copy of a store, in which zeros are where the disk could not read the original.
   */
  static StoreSurvey ofCopy(Path copy, StoreSurvey original) throws IOException {
    return new StoreSurvey(copy.resolve(METADATA), copy.resolve(MESSAGES), original.logUnreadable);
  }

  /** Looks at the two folders of a store wherever they are. */
  static StoreSurvey of(Path metadataFolder, Path messagesFolder) throws IOException {
    return new StoreSurvey(metadataFolder, messagesFolder, false);
  }

  /** A queue is in the metadata before anything is in it, and its id stays there. */
  private void checkIds(List<StoreDamage> damages) {
    long spokenOf = messages.highestQueueId();
    if (damages.isEmpty() && spokenOf > metadata.highestQueueId()) {
      FrameScan frames = metadata.frames();
      damages.add(
          new StoreDamage(
              frames.endFile(),
              frames.endOffset(),
              "definitions are missing: the message log speaks of queue number "
                  + spokenOf
                  + ", and the last one here has number "
                  + metadata.highestQueueId()));
    }
  }

  private static List<StoreDamage> all(
      String folder, ReadOnlyDisk disk, List<StoreDamage> damages) {
    LinkedHashSet<StoreDamage> all = new LinkedHashSet<>();
    disk.unreadable().forEach(damage -> all.add(damage.in(folder)));
    damages.forEach(damage -> all.add(damage.in(folder)));
    return List.copyOf(all);
  }

  /** What the metadata says. */
  public MetadataSurvey metadata() {
    return metadata;
  }

  /** What the message log says. */
  public LogSurvey messages() {
    return messages;
  }

  /** What is wrong with the definitions; files are named with their folder. */
  public List<StoreDamage> metadataDamages() {
    return metadataDamages;
  }

  /** What is wrong with messages; files are named with their folder. */
  public List<StoreDamage> messageDamages() {
    return messageDamages;
  }

  /** All that is wrong. */
  public List<StoreDamage> damages() {
    List<StoreDamage> all = new ArrayList<>(metadataDamages);
    all.addAll(messageDamages);
    return all;
  }

  /** Whether nothing is wrong: a broker starts with it. */
  public boolean isSound() {
    return metadataDamages.isEmpty() && messageDamages.isEmpty();
  }

  /** Whether definitions are known to be lost. */
  public boolean hasLostDefinitions() {
    return metadata.frames().hasLost()
        || metadataDamages.size() > metadata.frames().damages().size();
  }

  /** Whether records of the message log are lost, or may be. */
  public boolean hasLostRecords() {
    return messages.hasLost() || logUnreadable;
  }

  /** Whether messages, or the word that some have left, are lost, or may be. */
  public boolean hasLostMessages() {
    return hasLostRecords() || queues().stream().anyMatch(queue -> queue.unreadable() > 0);
  }

  /** Whether another version of the broker has written some of it. */
  public boolean isForeign() {
    return metadata.frames().isForeign() || messages.isForeign();
  }

  /** The queues that are defined, in the order of their vhosts and names. */
  public List<QueueReport> queues() {
    Map<Long, StoredQueue> stored = new TreeMap<>();
    messages.queues().forEach(queue -> stored.put(queue.id(), queue));
    Map<String, QueueReport> sorted = new TreeMap<>();
    for (MetadataRecord.Put put : metadata.records()) {
      if (put instanceof MetadataRecord.QueuePut queue) {
        QueueReport report = report(queue, stored.get(queue.id()));
        sorted.put(report.vhost() + '\0' + report.name(), report);
      }
    }
    return List.copyOf(sorted.values());
  }

  private static QueueReport report(MetadataRecord.QueuePut queue, @Nullable StoredQueue stored) {
    String name = queue.declaration().name();
    if (stored == null) {
      return new QueueReport(queue.vhost(), name, 0, 0);
    }
    boolean quorum =
        stored.keepsTransients()
            || "quorum".equals(queue.declaration().arguments().asMap().get("x-queue-type"));
    long count = stored.messages() + (quorum ? stored.transients() : 0);
    return new QueueReport(queue.vhost(), name, count, stored.unreadable());
  }

  /**
   * Queues that hold messages and that the metadata does not name. Of a metadata log that is sound
   * they are no more, and what they hold goes with the next files of the log.
   */
  public List<StoredQueue> unnamedQueues() {
    LinkedHashSet<Long> named = new LinkedHashSet<>();
    for (MetadataRecord.Put put : metadata.records()) {
      if (put instanceof MetadataRecord.QueuePut queue) {
        named.add(queue.id());
      }
    }
    return messages.queues().stream()
        .filter(queue -> !named.contains(queue.id()))
        .filter(queue -> queue.messages() + queue.transients() + queue.unreadable() > 0)
        .toList();
  }
}
