package io.warrenmq.core.repair;

import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.store.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes of a damaged data folder one that a broker starts with, of what can be read. The whole
 * folder is copied first, under a name that says so until the copy is whole, and the copy is what
 * is read. What is written lies in {@code repaired.part} until it is whole and has been checked,
 * then in {@code repaired}, from where it takes its place: whenever a crash comes, the next start
 * has all of the old or all of the new.
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
   * @param quarantine where the copy goes; must not exist, unless it is the copy that a repair has
   *     left that was ended: then it is not made again
   * @throws IOException when it refuses to, or cannot, with a text for the operator; then the data
   *     folder is as it was, or what is new is whole and has its place by {@link #finish}, as the
   *     text says
   */
  public static Outcome run(Path dataDir, StoreSurvey found, Path quarantine) throws IOException {
    Path above = refuseWhatCannotBe(dataDir, found, quarantine);
    Path part = dataDir.resolve(PART);
    Path unfinished = above.resolve(unfinishedCopy(dataDir));
    FolderTree.delete(part);
    FolderTree.delete(unfinished);
    boolean isCopied = Files.exists(quarantine);
    refuseWithoutRoom(dataDir, found, above, isCopied);
    Outcome outcome;
    try {
      long copiedBytes =
          isCopied
              ? FolderTree.bytes(quarantine)
              : FolderTree.copy(dataDir, unfinished, dataDir.resolve(LOCK));
      if (!isCopied) {
        Files.move(unfinished, quarantine, StandardCopyOption.ATOMIC_MOVE);
      }
      FolderTree.force(above);
      outcome = write(dataDir, found, quarantine, copiedBytes);
      Files.move(part, dataDir.resolve(WHOLE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw undone(e, quarantine, List.of(part, unfinished));
    }
    try {
      FolderTree.force(dataDir);
      finish(dataDir);
    } catch (IOException e) {
      throw new IOException(
          "%s. What is new is whole, and the next start or repair puts it in its place; the copy is in %s"
              .formatted(DiskFailure.text(e), quarantine),
          e);
    }
    return outcome;
  }

  /**
   * The name of a copy that is not whole yet. It depends on the data folder alone, which is locked:
   * so what has this name is what a repair of it has left that was ended.
   */
  private static String unfinishedCopy(Path dataDir) {
    Path path = absolute(dataDir);
    return "%s.unfinished-copy-%08x".formatted(path.getFileName(), path.toString().hashCode());
  }

  /** Writes all that is to be new into the folder for what is not whole yet. */
  private static Outcome write(Path dataDir, StoreSurvey found, Path quarantine, long copiedBytes)
      throws IOException {
    Path part = dataDir.resolve(PART);
    StoreSurvey copied = StoreSurvey.ofCopy(quarantine, found);
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
      Path to = part.resolve(StoreSurvey.MESSAGES);
      FileDisk disk = new FileDisk(to);
      copied
          .messages()
          .writeTo(
              disk,
              wantedQueues(copied, added),
              name -> bring(dataDir, found, quarantine, name, to.resolve(name)));
      disk.forceNames();
    }
    StoreSurvey after = StoreSurvey.of(writtenOr(dataDir, PART, 0), writtenOr(dataDir, PART, 1));
    if (!after.isSound()) {
      throw new IOException("what was written is not sound (%s)".formatted(after.damages().get(0)));
    }
    return new Outcome(copiedBytes, copied, added, after);
  }

  /** Removes what was begun, as far as that is possible, and says what there is. */
  private static IOException undone(IOException failure, Path quarantine, List<Path> begun) {
    StringBuilder text =
        new StringBuilder(DiskFailure.text(failure)).append(". The data folder is as it was");
    if (Files.exists(quarantine)) {
      text.append("; its copy is in ").append(quarantine);
    }
    for (Path folder : begun) {
      try {
        FolderTree.delete(folder);
      } catch (IOException e) {
        failure.addSuppressed(e);
        text.append("; ").append(folder).append(" is left, which the next repair deletes");
      }
    }
    return new IOException(text.toString(), failure);
  }

  /**
   * Throws when it cannot be done whatever room there is.
   *
   * @return the folder in which the quarantine folder will be
   */
  private static Path refuseWhatCannotBe(Path dataDir, StoreSurvey found, Path quarantine)
      throws IOException {
    if (found.isForeign()) {
      throw new IOException(
          "%s was written by another version of WarrenMQ, whose tools are the ones to repair it"
              .formatted(dataDir));
    }
    if (Files.exists(quarantine, LinkOption.NOFOLLOW_LINKS)) {
      refuseOtherThanCopy(dataDir, quarantine);
    }
    Path above = absolute(quarantine).getParent();
    if (above == null || !Files.isDirectory(above)) {
      throw new IOException(
          "the folder of the quarantine folder, %s, is not there".formatted(above));
    }
    if (above.toRealPath().startsWith(dataDir.toRealPath())) {
      throw new IOException(
          "the quarantine folder %s would lie in the data folder".formatted(quarantine));
    }
    return above;
  }

  /** A repair that was ended may have left its copy, which has its name only once it is whole. */
  private static void refuseOtherThanCopy(Path dataDir, Path quarantine) throws IOException {
    String what = "it is no folder";
    if (Files.isDirectory(quarantine, LinkOption.NOFOLLOW_LINKS)) {
      String file = FolderTree.difference(dataDir, quarantine, dataDir.resolve(LOCK));
      if (file == null) {
        return;
      }
      what = "it is no copy of the data folder as this is now, by the file " + file;
    }
    throw new IOException(
        "the quarantine folder %s exists already: name one that does not (%s)"
            .formatted(quarantine, what));
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void refuseWithoutRoom(
      Path dataDir, StoreSurvey found, Path above, boolean isCopied) throws IOException {
    long copyBytes = isCopied ? 0 : FolderTree.bytes(dataDir);
    // Segments that are sound are not copied where the file system has links.
    long newBytes =
        found.metadata().frames().bytes()
            + found.messages().frames().bytes()
            + found.messages().unsoundSegmentBytes()
            + SPARE_BYTES;
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
  private static void bring(Path dataDir, StoreSurvey found, Path quarantine, String name, Path to)
      throws IOException {
    String file = StoreSurvey.MESSAGES + "/" + name;
    if (found.messageDamages().stream().anyMatch(damage -> damage.file().equals(file))) {
      // The disk cannot read some of it, and yet the copy is sound: there were zeros.
      FolderTree.copyFile(quarantine.resolve(file), to);
      return;
    }
    Path from = dataDir.resolve(file);
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
    if (!FolderTree.isFolder(whole)) {
      return false;
    }
    for (String folder : FOLDERS) {
      Path repaired = whole.resolve(folder);
      if (FolderTree.isFolder(repaired)) {
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
  static Path current(Path dataDir, String folder) throws IOException {
    return writtenOr(dataDir, WHOLE, FOLDERS.indexOf(folder));
  }

  private static Path writtenOr(Path dataDir, String repair, int folder) throws IOException {
    Path written = dataDir.resolve(repair).resolve(FOLDERS.get(folder));
    return FolderTree.isFolder(written) ? written : dataDir.resolve(FOLDERS.get(folder));
  }
}
