package io.warrenmq.core.repair;

import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.store.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes of a damaged data folder one that a broker starts with, of what can be read. The whole
 * folder is copied first, and the copy is what is read. What is written lies in {@code
 * repaired.part} until it is whole and has been checked, then in {@code repaired}, from where it
 * takes its place: whenever a crash comes, the next start has all of the old or all of the new.
 *
 * <p>Calls block; one thread, who holds the folder's lock.
 */
public final class StoreRepair {
  private static final String WHOLE = "repaired";
  private static final String PART = "repaired.part";
  private static final String LOCK = "lock";
  private static final List<String> FOLDERS = List.of(StoreSurvey.METADATA, StoreSurvey.MESSAGES);
  private static final long SPARE_BYTES = 64 << 20;

  private StoreRepair() {}

  /**
   * What a repair has done. Immutable.
   *
   * @param copiedBytes bytes in the quarantine folder
   * @param before what could be read
   * @param added what the definitions were given besides what could be read of them: queues for
   *     messages whose queue nobody knows, and vhosts that are spoken of
   * @param after what is there now
   */
  public record Outcome(
      long copiedBytes, StoreSurvey before, List<MetadataRecord.Put> added, StoreSurvey after) {}

  /**
   * Repairs a folder.
   *
   * @param dataDir a data folder that is damaged, and no repair of which has been left unfinished
   * @param found what was found there
   * @param quarantine where the copy goes; must not exist
   * @throws IOException when it refuses to, with a text for the operator, or cannot; then the data
   *     folder is as it was
   */
  public static Outcome run(Path dataDir, StoreSurvey found, Path quarantine) throws IOException {
    refuseWhatCannotBe(dataDir, found, quarantine);
    Path part = dataDir.resolve(PART);
    FolderTree.delete(part);
    refuseWithoutRoom(dataDir, found, quarantine);
    long copiedBytes = FolderTree.copy(dataDir, quarantine, dataDir.resolve(LOCK));
    StoreSurvey copied = StoreSurvey.of(quarantine);
    List<MetadataRecord.Put> added = List.of();
    if (!found.metadataDamages().isEmpty() || !copied.metadataDamages().isEmpty()) {
      added = MissingDefinitions.of(copied);
      copied
          .metadata()
          .writeTo(
              new FileDisk(part.resolve(StoreSurvey.METADATA)),
              added,
              copied.messages().highestQueueId());
    }
    if (!found.messageDamages().isEmpty() || !copied.messageDamages().isEmpty()) {
      Path from = dataDir.resolve(StoreSurvey.MESSAGES);
      Path to = part.resolve(StoreSurvey.MESSAGES);
      FileDisk disk = new FileDisk(to);
      copied
          .messages()
          .writeTo(
              disk,
              wantedQueues(copied, added),
              name -> bring(from.resolve(name), to.resolve(name)));
      disk.forceNames();
    }
    StoreSurvey after = StoreSurvey.of(writtenOr(dataDir, PART, 0), writtenOr(dataDir, PART, 1));
    if (!after.isSound()) {
      FolderTree.delete(part);
      throw new IOException(
          "what was written is not sound (%s). The data folder is as it was; its copy is in %s"
              .formatted(after.damages().get(0), quarantine));
    }
    Files.move(part, dataDir.resolve(WHOLE), StandardCopyOption.ATOMIC_MOVE);
    FolderTree.force(dataDir);
    finish(dataDir);
    return new Outcome(copiedBytes, copied, added, after);
  }

  private static void refuseWhatCannotBe(Path dataDir, StoreSurvey found, Path quarantine)
      throws IOException {
    if (found.isForeign()) {
      throw new IOException(
          "%s was written by another version of WarrenMQ, whose tools are the ones to repair it"
              .formatted(dataDir));
    }
    if (Files.exists(quarantine)) {
      throw new IOException("the quarantine folder %s exists already".formatted(quarantine));
    }
    if (absolute(quarantine).startsWith(absolute(dataDir))) {
      throw new IOException(
          "the quarantine folder %s would lie in the data folder".formatted(quarantine));
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void refuseWithoutRoom(Path dataDir, StoreSurvey found, Path quarantine)
      throws IOException {
    Path above = absolute(quarantine).getParent();
    if (above == null || !Files.isDirectory(above)) {
      throw new IOException(
          "the folder of the quarantine folder, %s, is not there".formatted(above));
    }
    long copyBytes = FolderTree.bytes(dataDir);
    // Segments that are sound are not copied where the file system has links.
    long newBytes =
        found.metadata().frames().bytes() + found.messages().frames().bytes() + SPARE_BYTES;
    boolean same = Files.getFileStore(above).equals(Files.getFileStore(dataDir));
    requireRoom(above, same ? copyBytes + newBytes : copyBytes);
    if (!same) {
      requireRoom(dataDir, newBytes);
    }
  }

  private static void requireRoom(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          "%,d bytes are needed on the volume of %s, and %,d are free. Name a folder on another volume with --quarantine, or free some room"
              .formatted(bytes, folder, free));
    }
  }

  /** Queues that are defined; what the message log has of others is of queues that were deleted. */
  private static Set<Long> wantedQueues(StoreSurvey survey, List<MetadataRecord.Put> added) {
    Set<Long> ids = new HashSet<>();
    addIds(survey.metadata().records(), ids);
    addIds(added, ids);
    return ids;
  }

  private static void addIds(List<MetadataRecord.Put> records, Set<Long> ids) {
    for (MetadataRecord.Put put : records) {
      if (put instanceof MetadataRecord.QueuePut queue) {
        ids.add(queue.id());
      }
    }
  }

  /** Has a segment's file in the new folder: it is never changed, so a link will do. */
  private static void bring(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      FolderTree.copyFile(from, to); // Not every file system has links.
    }
  }

  // ---- taking its place ----

  /**
   * Completes a repair that was ended while what it had written took its place, and clears away
   * what one has left that was ended before. At each start, and before a repair.
   *
   * @return whether there was one to complete
   */
  public static boolean finish(Path dataDir) throws IOException {
    FolderTree.delete(dataDir.resolve(PART));
    Path whole = dataDir.resolve(WHOLE);
    if (!Files.isDirectory(whole)) {
      return false;
    }
    for (String folder : FOLDERS) {
      Path repaired = whole.resolve(folder);
      if (Files.isDirectory(repaired)) {
        FolderTree.delete(dataDir.resolve(folder));
        Files.move(repaired, dataDir.resolve(folder), StandardCopyOption.ATOMIC_MOVE);
        FolderTree.force(dataDir);
        FolderTree.force(whole);
      }
    }
    Files.delete(whole);
    FolderTree.force(dataDir);
    return true;
  }

  /** Where a folder of the store is, or will be taken from by {@link #finish}. */
  static Path current(Path dataDir, String folder) {
    return writtenOr(dataDir, WHOLE, FOLDERS.indexOf(folder));
  }

  private static Path writtenOr(Path dataDir, String repair, int folder) {
    Path written = dataDir.resolve(repair).resolve(FOLDERS.get(folder));
    return Files.isDirectory(written) ? written : dataDir.resolve(FOLDERS.get(folder));
  }
}
