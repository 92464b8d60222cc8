package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.repair.QueueReport;
import io.warrenmq.core.repair.StoreRepair;
import io.warrenmq.core.repair.StoreSurvey;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.StoreDamage;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.FaultyFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Repairs on disks that fail, and repairs that are ended: what was there is where it was or whole
 * in quarantine, and a repair that comes after has the rest.
 */
class StoreRepairFaultTest {
  private static final int HEADER = FrameLog.FRAME_HEADER_BYTES;
  private static final int BLOCK = FrameLog.BLOCK_BYTES;
  private static final Pattern TOO_LITTLE =
      Pattern.compile("([0-9,]+) bytes are needed on the volume of .*, and ([0-9,]+) are free.*");

  // What the folder has.
  private static final int SMALL = 20; // messages of the queue "small", from 1
  private static final int LONG = 1000; // the first message of the queue "long"
  private static final int LONG_COUNT = 20; // of which most are in segments

  @TempDir Path folder;
  private StoreFolder store;
  private Path quarantine;
  private FaultyFileSystem faults;

  @BeforeEach
  void fill() throws IOException {
    use("data");
    store.start();
    store.declare("small", Arguments.of(Map.of("x-max-length", 100_000L)));
    store.declare("long", Arguments.NONE);
    store.publish("small", 1, SMALL, 50);
    store.publish("long", LONG, LONG_COUNT, 1500);
    store.stop();
  }

  /** Goes on in another folder. */
  private void use(String name) {
    store = new StoreFolder(folder.resolve(name), StoreFolder.TIGHT);
    quarantine = folder.resolve(name + "-quarantine");
    faults = new FaultyFileSystem(folder);
  }

  private StoreSurvey survey() throws IOException {
    return StoreSurvey.of(faults.wrap(store.dataDir));
  }

  private StoreRepair.Outcome repair() throws IOException {
    return StoreRepair.run(faults.wrap(store.dataDir), survey(), faults.wrap(quarantine));
  }

  /** A bit of the message log, of a segment and of the definitions each. */
  private void damage() throws IOException {
    String log = log();
    store.flip(log, store.frames(log).get(5) + HEADER + 20);
    store.flip(lastSegment(), BLOCK + 700);
    String definitions = definitions();
    List<Integer> frames = store.frames(definitions);
    store.flip(definitions, frames.get(frames.size() - 2) + HEADER + 3); // the queue "small"
  }

  private String log() throws IOException {
    return store.files("messages", "messages-").get(0);
  }

  private String definitions() throws IOException {
    return store.files("metadata", "metadata-").get(0);
  }

  private String lastSegment() throws IOException {
    List<String> files = store.files("messages", "segment-");
    return files.get(files.size() - 1);
  }

  private static List<Integer> numbers(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  /** What a broker that is started now has in all its queues. */
  private List<Integer> takeAll() throws IOException {
    List<QueueReport> queues = StoreSurvey.of(store.dataDir).queues();
    store.start();
    List<Integer> all = new ArrayList<>();
    queues.forEach(queue -> all.addAll(store.take(queue.name(), 1000)));
    return all;
  }

  private static List<Integer> everything() {
    List<Integer> all = new ArrayList<>(numbers(1, SMALL));
    all.addAll(numbers(LONG, LONG_COUNT));
    return all;
  }

  /** The names of all that lies beside the data folder. */
  private List<String> beside() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(store.dataDir.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  // ---- room ----

  @Test
  void findsTooLittleRoomBeforeItBegins() throws IOException {
    damage();
    Map<String, String> damaged = StoreFolder.sums(store.dataDir);
    faults.setUsableBytes(1_000_000);

    Matcher refusal = refusal();

    assertThat(refusal.group(2)).isEqualTo("1,000,000");
    long needed = number(refusal.group(1));
    assertThat(needed).isGreaterThan(bytes(damaged));
    faults.setUsableBytes(needed - 1);
    assertThat(number(refusal().group(2))).isEqualTo(needed - 1);
    assertThat(faults.operations()).isZero();
    assertThat(StoreFolder.sums(store.dataDir)).isEqualTo(damaged);
    assertThat(beside()).isEmpty();
    faults.setUsableBytes(needed);
    assertThat(repair().after().isSound()).isTrue();
  }

  private Matcher refusal() {
    Matcher[] refusal = new Matcher[1];
    assertThatThrownBy(this::repair)
        .isInstanceOf(IOException.class)
        .satisfies(e -> refusal[0] = TOO_LITTLE.matcher(e.getMessage()));
    assertThat(refusal[0].matches()).as("%s", refusal[0]).isTrue();
    return refusal[0];
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private static long bytes(Map<String, String> sums) {
    return sums.values().stream().mapToLong(s -> Long.parseLong(s.split(" ", 2)[0])).sum();
  }

  // ---- a disk that cannot read ----

  private void assertReported(String file, long offset) throws IOException {
    assertThat(survey().damages())
        .as("%s", survey().damages())
        .anyMatch(
            damage ->
                damage.file().equals(file)
                    && damage.offset() == offset
                    && damage.what().contains("the disk cannot read it"));
  }

  @Test
  void aBlockOfTheMessageLogThatCannotBeReadCostsItsFrame() throws IOException {
    String file = log();
    int frame = store.frames(file).get(7);
    faults.makeUnreadable(store.dataDir.resolve(file), frame, frame + BLOCK);

    assertReported(file, frame);
    StoreRepair.Outcome outcome = repair();

    assertThat(outcome.before().hasLostMessages()).isTrue();
    List<Integer> lost = everything();
    lost.removeAll(takeAll());
    assertThat(lost).hasSize(1);
  }

  @Test
  void aFileOfTheMessageLogThatCannotBeReadCostsNoOtherFile() throws IOException {
    String file = log();
    faults.makeUnreadable(store.dataDir.resolve(file), 0, Long.MAX_VALUE);

    assertReported(file, 0);
    StoreRepair.Outcome outcome = repair();

    assertThat(outcome.before().hasLostMessages()).isTrue();
    assertThat(takeAll()).isSubsetOf(everything());
  }

  @Test
  void aBlockOfASegmentThatCannotBeReadCostsItsMessages() throws IOException {
    String file = lastSegment();
    faults.makeUnreadable(store.dataDir.resolve(file), BLOCK, BLOCK + 1);

    assertReported(file, BLOCK);
    StoreRepair.Outcome outcome = repair();

    long lost = outcome.before().queues().get(0).unreadable();
    assertThat(lost).isBetween(1L, 4L); // so many of them have bytes in a block
    assertThat(takeAll())
        .hasSize(SMALL + LONG_COUNT - (int) lost)
        .containsAll(numbers(1, SMALL))
        .isSubsetOf(everything());
  }

  @Test
  void aBlockOfTheDefinitionsThatCannotBeReadCostsNoMessage() throws IOException {
    String file = definitions();
    List<Integer> frames = store.frames(file);
    int frame = frames.get(frames.size() - 2); // the queue "small"
    faults.makeUnreadable(store.dataDir.resolve(file), frame, frame + BLOCK);

    assertReported(file, frame);
    StoreRepair.Outcome outcome = repair();

    assertThat(outcome.before().hasLostDefinitions()).isTrue();
    assertThat(takeAll()).containsExactlyInAnyOrderElementsOf(everything());
  }

  @Test
  void aBlockOfZerosThatCannotBeReadCostsNothing() throws IOException {
    use("zeros");
    store.start();
    store.declare("long", Arguments.NONE);
    int zeros = 256; // The bytes that fill its body are this number's lowest.
    store.publish("long", LONG, 3, 1500);
    store.publish("long", zeros, 1, 4 * BLOCK);
    store.publish("long", LONG + 3, 10, 1500);
    store.stop();
    String file = "";
    int block = -1;
    for (String segment : store.files("messages", "segment-")) {
      byte[] bytes = Files.readAllBytes(store.dataDir.resolve(segment));
      for (int at = BLOCK; at + BLOCK <= bytes.length; at += BLOCK) {
        if (ByteBuffer.wrap(bytes, at, BLOCK).equals(ByteBuffer.allocate(BLOCK))) {
          file = segment;
          block = at;
        }
      }
    }
    assertThat(block).isPositive();
    faults.makeUnreadable(store.dataDir.resolve(file), block, block + BLOCK);

    assertReported(file, block);
    StoreRepair.Outcome outcome = repair();

    assertThat(outcome.before().isSound()).as("the copy").isTrue();
    assertThat(survey().isSound()).isFalse(); // Here a name, and not what lies there, is broken.
    assertThat(Files.getAttribute(store.dataDir.resolve(file), "unix:nlink"))
        .as("links of a file of which a part cannot be read")
        .isEqualTo(1);
    assertThat(takeAll()).hasSize(14).contains(zeros);
  }

  @Test
  void namesAFileThatTheDiskDoesNotOpen() throws IOException {
    for (String file : List.of(definitions(), log(), lastSegment(), "messages", "metadata")) {
      Path path = store.dataDir.resolve(file);
      Path aside = folder.resolve("aside");
      Files.move(path, aside);
      // The system fails to follow it, as it fails to open a file on a disk that is broken.
      Files.createSymbolicLink(path, path.getFileName());

      assertThatThrownBy(this::survey)
          .as(file)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot read " + path + ": ")
          .hasMessageContaining("dmesg")
          .hasMessageNotContaining("Exception");

      Files.delete(path);
      Files.move(aside, path);
    }
    assertThat(survey().isSound()).isTrue();
  }

  // ---- a disk that cannot write ----

  @ParameterizedTest
  @EnumSource(DiskFault.class)
  void leavesTheFolderAsItWasWhicheverOperationFails(DiskFault fault) throws IOException {
    damage();
    Map<String, byte[]> damaged = StoreFolder.bytes(store.dataDir);
    List<QueueReport> saved = saved(damaged);
    int inPlace = 0;
    int later = 0;
    for (int operation = 1; ; operation++) {
      use("fails-" + fault + operation);
      StoreFolder.write(damaged, store.dataDir);
      faults.failAt(operation, fault);
      @Nullable IOException failure = tryRepair();
      if (faults.operations() < operation) {
        assertThat(failure).isNull();
        break;
      }
      String what = "operation " + operation + ": " + failure;
      if (failure == null) {
        continue; // There is another way: to copy where a link cannot be made.
      }
      assertThat(failure).hasMessageContaining(fault.text());
      if (failure.getMessage().contains("The data folder is as it was")) {
        inPlace++;
        assertThat(StoreFolder.sums(store.dataDir)).as(what).isEqualTo(StoreFolder.sums(damaged));
        assertCopyIsNamed(failure, damaged, what);
      } else {
        later++;
        assertThat(failure)
            .as(what)
            .hasMessageContaining("the next start or repair puts it in its place");
        assertThat(StoreFolder.sums(quarantine)).as(what).isEqualTo(StoreFolder.sums(damaged));
        StoreRepair.finish(store.dataDir);
        assertThat(StoreSurvey.of(store.dataDir).isSound()).as(what).isTrue();
      }
      assertThat(beside()).as(what).noneMatch(name -> name.contains("unfinished"));
      assertSavedByAnother(saved, what);
      StoreFolder.deleteAllIn(folder);
    }
    assertThat(inPlace).isGreaterThan(20);
    assertThat(later).isGreaterThan(5);
  }

  private void assertCopyIsNamed(IOException failure, Map<String, byte[]> damaged, String what)
      throws IOException {
    if (Files.exists(quarantine)) {
      assertThat(failure).hasMessageContaining("its copy is in " + quarantine);
      assertThat(StoreFolder.sums(quarantine)).as(what).isEqualTo(StoreFolder.sums(damaged));
    } else {
      assertThat(failure.getMessage()).doesNotContain("its copy is in");
    }
  }

  private @Nullable IOException tryRepair() {
    try {
      repair();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** What a repair on a sound disk saves. */
  private List<QueueReport> saved(Map<String, byte[]> damaged) throws IOException {
    use("sound");
    StoreFolder.write(damaged, store.dataDir);
    List<QueueReport> queues = repair().after().queues();
    List<Integer> lost = everything();
    lost.removeAll(takeAll());
    assertThat(lost).hasSize(2); // A frame of the log and a message of a segment are damaged.
    return queues;
  }

  /** Repairs it again when that is needed, in the same way, on a disk that does not fail. */
  private void assertSavedByAnother(List<QueueReport> saved, String what) throws IOException {
    faults = new FaultyFileSystem(folder);
    if (!survey().isSound()) {
      repair();
    }
    assertThat(survey().isSound()).as(what).isTrue();
    assertThat(survey().queues()).as(what).isEqualTo(saved);
  }

  // ---- a repair that is killed ----

  @Test
  void completesARepairThatIsKilledAtAnyOperation() throws IOException {
    damage();
    Map<String, byte[]> damaged = StoreFolder.bytes(store.dataDir);
    List<QueueReport> saved = saved(damaged);
    int completed = 0;
    int anew = 0;
    for (int operation = 1; ; operation++) {
      use("killed-" + operation);
      StoreFolder.write(damaged, store.dataDir);
      faults.dieAt(operation);
      if (tryRepair() == null) {
        assertThat(faults.operations()).isLessThan(operation);
        break;
      }
      String what = "operation " + operation;
      Map<String, String> original = StoreFolder.sums(damaged);
      boolean inPlace = original.equals(StoreFolder.sums(inPlace()));
      boolean inQuarantine = Files.exists(quarantine);
      assertThat(inPlace || inQuarantine).as(what).isTrue();
      if (inQuarantine) {
        assertThat(StoreFolder.sums(quarantine)).as(what).isEqualTo(original);
      }

      faults = new FaultyFileSystem(folder);
      boolean finished = StoreRepair.finish(faults.wrap(store.dataDir));

      assertThat(finished || inPlace || survey().isSound()).as(what).isTrue();
      if (finished) {
        completed++;
        assertThat(survey().isSound()).as(what).isTrue();
      } else if (!survey().isSound()) {
        anew++;
      }
      assertSavedByAnother(saved, what);
      assertThat(StoreFolder.sums(quarantine)).as(what).isEqualTo(original);
      assertThat(beside()).as(what).noneMatch(name -> name.contains("unfinished"));
      assertThat(store.dataDir).as(what).isDirectoryNotContaining("glob:**/repaired*");
      StoreFolder.deleteAllIn(folder);
    }
    assertThat(completed).isGreaterThan(5);
    assertThat(anew).isGreaterThan(20);
  }

  @Test
  void needsNoRoomForACopyThatIsThere() throws IOException {
    damage();
    faults.setUsableBytes(1_000_000);
    long needed = number(refusal().group(1));
    StoreFolder.write(StoreFolder.bytes(store.dataDir), quarantine);

    long neededBesideIt = number(refusal().group(1));
    faults.setUsableBytes(neededBesideIt);
    StoreRepair.Outcome outcome = repair();

    assertThat(needed - neededBesideIt).isEqualTo(outcome.copiedBytes());
    assertThat(outcome.after().isSound()).isTrue();
  }

  @Test
  void takesNothingElseForACopy() throws IOException {
    damage();
    Map<String, byte[]> damaged = StoreFolder.bytes(store.dataDir);
    StoreFolder.write(damaged, quarantine);
    Path segment = quarantine.resolve(lastSegment());
    byte[] bytes = Files.readAllBytes(segment);

    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    assertNoCopy(lastSegment());
    Files.write(segment, Arrays.copyOf(bytes, bytes.length - 1));
    assertNoCopy(lastSegment());
    Files.write(segment, Arrays.copyOf(damaged.get(lastSegment()), bytes.length + 1));
    assertNoCopy(lastSegment());
    Files.delete(segment);
    assertNoCopy(lastSegment());
    Files.createSymbolicLink(segment, store.dataDir.resolve(lastSegment()));
    assertNoCopy(lastSegment());
    Files.delete(segment);
    Files.createLink(segment, store.dataDir.resolve(lastSegment()));
    assertNoCopy(lastSegment());
    Files.delete(segment);
    Files.write(segment, damaged.get(lastSegment()));
    faults.makeUnreadable(segment, 0, 1);
    assertNoCopy(lastSegment());
    faults = new FaultyFileSystem(folder);
    Files.write(quarantine.resolve("of another"), new byte[1]);
    assertNoCopy("of another");

    assertThat(StoreFolder.sums(store.dataDir)).isEqualTo(StoreFolder.sums(damaged));
  }

  private void assertNoCopy(String file) {
    assertThatThrownBy(this::repair)
        .hasMessageContaining("exists already: name one that does not")
        .hasMessageContaining("by the file " + file + ")");
    assertThat(faults.operations()).isZero();
  }

  @Test
  void takesNoLinkToTheFolderForACopy() throws IOException {
    damage();
    Files.createSymbolicLink(quarantine, store.dataDir);

    assertThatThrownBy(this::repair).hasMessageContaining("it is no folder");

    assertThat(faults.operations()).isZero();
  }

  /** Of the data folder, what a broker has written or would read. */
  private Map<String, byte[]> inPlace() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(StoreFolder.bytes(store.dataDir));
    files.keySet().removeIf(name -> name.startsWith("repaired"));
    return files;
  }

  @Test
  void whatIsNewAndTheCopyAreSafeBeforeAnythingOldIsDeleted() throws IOException {
    damage();
    int[] deletions = new int[1];
    faults.watch(
        (what, path) -> {
          if (what.equals("delete")
              && (path.startsWith(store.dataDir.resolve("messages"))
                  || path.startsWith(store.dataDir.resolve("metadata")))) {
            if (deletions[0]++ == 0) {
              assertThat(faults.unforced()).isEmpty();
            }
          }
        });

    repair();

    assertThat(deletions[0]).isGreaterThan(5);
    assertThat(faults.unforced()).isEmpty();
  }

  @Test
  void copiesSegmentsWhereTheFileSystemHasNoLinks() throws IOException {
    damage();
    faults.refuseLinks();

    repair();

    assertThat(takeAll()).hasSizeGreaterThanOrEqualTo(SMALL + LONG_COUNT - 2);
  }

  // ---- what is not to be repaired ----

  @Test
  void refusesDefinitionsOfAnotherVersion() throws IOException {
    byte[] bytes = Files.readAllBytes(store.dataDir.resolve(definitions()));
    bytes[11] = 2;
    bytes[40] ^= 1; // Its checksum, wherever that may be, is another.
    Files.write(store.dataDir.resolve(definitions()), bytes);

    assertRefusedAsForeign(definitions());
  }

  @Test
  void refusesSegmentsOfAnotherVersion() throws IOException {
    String file = lastSegment();
    byte[] bytes = Files.readAllBytes(store.dataDir.resolve(file));
    CRC32C crc = new CRC32C();
    bytes[11] = 2;
    crc.update(bytes, 0, 52);
    ByteBuffer.wrap(bytes).putInt(52, (int) crc.getValue());
    Files.write(store.dataDir.resolve(file), bytes);

    assertRefusedAsForeign(file);
  }

  private void assertRefusedAsForeign(String file) throws IOException {
    Map<String, String> before = StoreFolder.sums(store.dataDir);

    assertThat(survey().damages())
        .contains(new StoreDamage(file, 8, "format version 2, and this broker knows 1"));
    assertThatThrownBy(this::repair).hasMessageContaining("another version");

    assertThat(faults.operations()).isZero();
    assertThat(StoreFolder.sums(store.dataDir)).isEqualTo(before);
    assertThat(beside()).isEmpty();
  }

  @Test
  void refusesAQuarantineThatALinkLeadsIntoTheFolder() throws IOException {
    damage();
    Path link = Files.createSymbolicLink(folder.resolve("link"), store.dataDir);
    quarantine = link.resolve("quarantine");

    assertThatThrownBy(this::repair).hasMessageContaining("would lie in the data folder");

    assertThat(faults.operations()).isZero();
  }
}
