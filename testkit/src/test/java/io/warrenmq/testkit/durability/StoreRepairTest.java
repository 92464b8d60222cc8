package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.repair.QueueReport;
import io.warrenmq.core.repair.StoreRepair;
import io.warrenmq.core.repair.StoreSurvey;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.StoreDamage;
import io.warrenmq.testkit.fault.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged data folders: what a check says, that no broker starts, and what a repair saves. */
class StoreRepairTest {
  private static final int HEADER = FrameLog.FRAME_HEADER_BYTES;

  // What a sound folder has.
  private static final int SMALL = 60; // messages of the queue "small", from 1
  private static final int TAKEN = 10; // the first of them, that were settled
  private static final int LONG = 1000; // the first message of the queue "long"
  private static final int LONG_COUNT = 40; // of which most are in segments

  @TempDir Path folder;
  private StoreFolder store;
  private Path quarantine;

  @BeforeEach
  void fill() throws IOException {
    quarantine = folder.resolve("quarantine");
    store = new StoreFolder(folder.resolve("data"), StoreFolder.TIGHT);
    store.start();
    store.declare("small", Arguments.of(Map.of("x-max-length", 100_000L)));
    store.declare("long", Arguments.NONE);
    store.publish("small", 1, SMALL, 50);
    assertThat(store.take("small", TAKEN)).hasSize(TAKEN);
    store.publish("long", LONG, LONG_COUNT, 1500);
    store.stop();
  }

  /** A folder with as many messages, so large that the message log has several files. */
  private void fillSeveralFiles() throws IOException {
    store = new StoreFolder(folder.resolve("several"), PagingOptions.NEVER);
    store.start();
    store.declare("small", Arguments.NONE);
    store.declare("long", Arguments.NONE);
    store.publish("small", 1, SMALL, 15_000);
    assertThat(store.take("small", TAKEN)).hasSize(TAKEN);
    store.publish("long", LONG, LONG_COUNT, 15_000);
    store.stop();
    List<String> files = store.files("messages", "messages-");
    assertThat(files).hasSizeGreaterThan(2).startsWith("messages/messages-00000001.log");
  }

  private StoreSurvey survey() throws IOException {
    return StoreSurvey.of(store.dataDir);
  }

  private StoreRepair.Outcome repair() throws IOException {
    return repair(survey(), quarantine);
  }

  /** Without forcing anything to the disk, which is most of the time that it takes. */
  private StoreRepair.Outcome repair(StoreSurvey found, Path to) throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(folder);
    return StoreRepair.run(files.wrap(store.dataDir), found, files.wrap(to));
  }

  /** Checks, sees the start refused, repairs, and starts. */
  private StoreSurvey saveAll(String file, long offset) throws IOException {
    return saveAll(file, offset, true);
  }

  private StoreSurvey saveAll(String file, long offset, boolean isReadAtStart) throws IOException {
    Map<String, byte[]> damaged = StoreFolder.bytes(store.dataDir);
    StoreSurvey found = survey();
    assertThat(found.damages()).extracting(StoreDamage::file).contains(file);
    assertThat(found.damages())
        .as("%s", found.damages())
        .anyMatch(damage -> damage.file().equals(file) && damage.offset() == offset);
    if (isReadAtStart) {
      assertRefused(damaged, file, offset);
    }

    StoreRepair.Outcome outcome = repair();

    assertThat(StoreFolder.sums(quarantine)).isEqualTo(StoreFolder.sums(damaged));
    assertThat(outcome.after().isSound()).isTrue();
    store.start();
    return outcome.before();
  }

  private void assertRefused(Map<String, byte[]> damaged, String file, long offset)
      throws IOException {
    StoreFolder trial = new StoreFolder(folder.resolve("trial"), StoreFolder.TIGHT);
    StoreFolder.write(damaged, trial.dataDir);
    Throwable refusal = catchThrowable(trial::start);
    Throwable cause = refusal instanceof AssertionError ? refusal.getCause() : refusal;
    assertThat(cause).isInstanceOf(CorruptStoreException.class);
    CorruptStoreException corrupt = (CorruptStoreException) cause;
    assertThat(file).endsWith("/" + corrupt.file());
    assertThat(corrupt.offset() / FrameLog.BLOCK_BYTES).isEqualTo(offset / FrameLog.BLOCK_BYTES);
    assertThat(StoreFolder.sums(trial.dataDir))
        .as("is left alone")
        .isEqualTo(StoreFolder.sums(damaged));
  }

  /** One of the queue "long". */
  private String lastSegment() throws IOException {
    List<String> files = store.files("messages", "segment-");
    return files.get(files.size() - 1);
  }

  private static List<Integer> numbers(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  private List<Integer> live() {
    return numbers(TAKEN + 1, SMALL - TAKEN);
  }

  @Test
  void aSoundFolderIsReportedSoundAndLeftAlone() throws IOException {
    Map<String, byte[]> before = StoreFolder.bytes(store.dataDir);

    StoreSurvey survey = survey();

    assertThat(survey.damages()).isEmpty();
    assertThat(survey.isSound()).isTrue();
    assertThat(survey.queues())
        .containsExactly(
            new QueueReport("/", "long", LONG_COUNT, 0),
            new QueueReport("/", "small", SMALL - TAKEN, 0));
    assertThat(survey.messages().neededSegments()).isPositive();
    assertThat(StoreFolder.sums(store.dataDir)).isEqualTo(StoreFolder.sums(before));
  }

  @Test
  void anEmptyAndAMissingFolderAreSound() throws IOException {
    assertThat(StoreSurvey.of(folder.resolve("nowhere")).isSound()).isTrue();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aTornEndIsHarmless() throws IOException {
    List<String> files = store.files("messages", "messages-");
    String last = files.get(files.size() - 1);
    List<Integer> frames = store.frames(last);
    store.flip(last, frames.get(frames.size() - 1) + HEADER);

    StoreSurvey survey = survey();

    assertThat(survey.damages()).isEmpty();
    assertThat(survey.messages().frames().tornBytes()).isPositive();
  }

  @Test
  void aFlippedBitInTheMessageLogCostsItsFrame() throws IOException {
    String file = store.files("messages", "messages-").get(0);
    int frame = store.frames(file).get(5);
    store.flip(file, frame + HEADER + 20);

    StoreSurvey before = saveAll(file, frame);

    assertThat(before.hasLostMessages()).isTrue();
    List<Integer> small = store.take("small", 1000);
    List<Integer> lost = new ArrayList<>(numbers(1, SMALL));
    lost.removeAll(small);
    assertThat(lost.stream().filter(live()::contains).count() + settled(lost))
        .isLessThanOrEqualTo(11);
    assertThat(store.take("long", 1000)).isEqualTo(numbers(LONG, LONG_COUNT));
  }

  private static long settled(List<Integer> numbers) {
    return numbers.stream().filter(number -> number <= TAKEN).count();
  }

  @Test
  void listsAllDamagesAndSavesWhatIsBetweenThem() throws IOException {
    fillSeveralFiles();
    List<String> files = store.files("messages", "messages-");
    List<Integer> first = store.frames(files.get(0));
    store.flip(files.get(0), first.get(11) + HEADER);
    store.flip(files.get(0), first.get(12));
    store.flip(files.get(1), 8);
    store.flip(files.get(1), store.frames(files.get(1)).get(3) + HEADER);

    List<StoreDamage> damages = survey().damages();

    assertThat(damages).hasSize(3);
    assertThat(damages)
        .extracting(StoreDamage::file)
        .containsExactlyInAnyOrder(files.get(0), files.get(1), files.get(1));
    repair();
    store.start();
    List<Integer> kept = store.take("small", 1000);
    kept.addAll(store.take("long", 1000));
    List<Integer> lost = new ArrayList<>(live());
    lost.addAll(numbers(LONG, LONG_COUNT));
    lost.removeAll(kept);
    assertThat(lost).hasSizeBetween(1, 3);
  }

  @Test
  void aMissingFileOfTheMessageLogIsNamed() throws IOException {
    fillSeveralFiles();
    List<String> files = store.files("messages", "messages-");
    Files.delete(store.dataDir.resolve(files.get(1)));

    StoreDamage damage = survey().damages().get(0);

    assertThat(damage.file()).isEqualTo(files.get(0));
    assertThat(damage.what()).contains("there is no file messages-00000002.log");
    saveAll(files.get(0), damage.offset());
  }

  @Test
  void theFirstFileOfTheMessageLogIsMissed() throws IOException {
    fillSeveralFiles();
    String first = store.files("messages", "messages-").get(0);
    Files.delete(store.dataDir.resolve(first));

    StoreSurvey before = saveAll(first, 0);

    assertThat(before.hasLostMessages()).isTrue();
    assertThat(store.take("long", 1000)).isEqualTo(numbers(LONG, LONG_COUNT));
  }

  @Test
  void theLastFileOfTheMessageLogIsMissed() throws IOException {
    fillSeveralFiles();
    List<String> files = store.files("messages", "messages-");
    String last = files.get(files.size() - 1);
    Files.delete(store.dataDir.resolve(last));

    StoreSurvey before = saveAll(last, 0);

    assertThat(before.hasLostMessages()).isTrue();
    assertThat(store.take("small", 1000)).containsSequence(live());
  }

  @Test
  void aCutFileOfTheMessageLogKeepsWhatIsBeforeAndAfter() throws IOException {
    fillSeveralFiles();
    String file = store.files("messages", "messages-").get(0);
    List<Integer> frames = store.frames(file);
    int cut = frames.get(frames.size() - 1);
    store.cut(file, cut + 10);

    saveAll(file, cut);

    List<Integer> kept = store.take("small", 1000);
    kept.addAll(store.take("long", 1000));
    assertThat(kept).hasSizeGreaterThanOrEqualTo(SMALL - TAKEN + LONG_COUNT - 1);
  }

  @Test
  void aFlippedBitInASegmentCostsItsMessage() throws IOException {
    String file = lastSegment();
    store.flip(file, 4096 + 700);

    StoreSurvey before = saveAll(file, 4096, false);

    assertThat(before.queues().get(0).unreadable()).isEqualTo(1);
    List<Integer> kept = store.take("long", 1000);
    assertThat(kept).hasSize(LONG_COUNT - 1).isSorted();
    assertThat(store.take("small", 1000)).isEqualTo(live());
  }

  @Test
  void aFlippedLengthInASegmentCostsItsMessage() throws IOException {
    String file = lastSegment();
    store.flip(file, 4096 + 2);

    saveAll(file, 4096, false);

    assertThat(store.take("long", 1000)).hasSize(LONG_COUNT - 1).isSorted();
  }

  @Test
  void aSegmentWithoutHeaderOrIndexKeepsItsMessages() throws IOException {
    String file = lastSegment();
    store.flip(file, 20);
    store.cut(file, Files.size(store.dataDir.resolve(file)) - 1);

    saveAll(file, 0);

    assertThat(store.take("long", 1000)).isEqualTo(numbers(LONG, LONG_COUNT));
  }

  @Test
  void aMissingSegmentCostsItsMessagesAndNoOthers() throws IOException {
    String file = lastSegment();
    Files.delete(store.dataDir.resolve(file));

    StoreSurvey before = saveAll(file, 0);

    long lost = before.queues().get(0).unreadable();
    assertThat(lost).isPositive();
    assertThat(store.take("long", 1000)).hasSize(LONG_COUNT - (int) lost).isSorted();
    assertThat(store.take("small", 1000)).isEqualTo(live());
  }

  @Test
  void messagesOfAQueueWhoseDefinitionIsLostGetAnother() throws IOException {
    String file = store.files("metadata", "metadata-").get(0);
    List<Integer> frames = store.frames(file);
    store.flip(file, frames.get(frames.size() - 2) + HEADER + 3); // the queue "small"

    StoreSurvey before = saveAll(file, frames.get(frames.size() - 2));

    assertThat(before.hasLostDefinitions()).isTrue();
    String name =
        survey().queues().stream()
            .map(QueueReport::name)
            .filter(queue -> queue.startsWith("recovered-"))
            .findFirst()
            .orElseThrow();
    assertThat(store.take(name, 1000)).isEqualTo(live());
    assertThat(store.take("long", 1000)).isEqualTo(numbers(LONG, LONG_COUNT));
  }

  @Test
  void aVhostWhoseDefinitionIsLostIsDefinedAnew() throws IOException {
    String file = store.files("metadata", "metadata-").get(0);
    store.flip(file, store.frames(file).get(0) + HEADER + 3);

    StoreRepair.Outcome outcome = repair();

    assertThat(outcome.added()).isNotEmpty();
    assertThat(outcome.after().queues()).isEqualTo(outcome.before().queues()).hasSize(2);
  }

  @Test
  void aMessageLogWithoutDefinitionsIsDamaged() throws IOException {
    for (String file : store.files("metadata", "metadata-")) {
      Files.delete(store.dataDir.resolve(file));
    }

    StoreSurvey survey = survey();

    StoreFolder trial = new StoreFolder(folder.resolve("trial"), StoreFolder.TIGHT);
    StoreFolder.write(StoreFolder.bytes(store.dataDir), trial.dataDir);
    assertThatThrownBy(trial::start).hasStackTraceContaining("definitions are missing");
    assertThat(survey.damages())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.file()).isEqualTo("metadata/metadata-00000001.log");
              assertThat(damage.what()).contains("definitions are missing");
            });
    StoreRepair.Outcome outcome = repair();
    assertThat(outcome.after().queues())
        .extracting(QueueReport::messages)
        .containsExactlyInAnyOrder((long) SMALL - TAKEN, (long) LONG_COUNT);
  }

  @Test
  void refusesAnotherVersionsFiles() throws IOException {
    String file = store.files("messages", "messages-").get(0);
    byte[] bytes = Files.readAllBytes(store.dataDir.resolve(file));
    bytes[11] = 2;
    bytes[40] ^= 1; // Its checksum, wherever that may be, is another.
    Files.write(store.dataDir.resolve(file), bytes);
    Map<String, byte[]> before = StoreFolder.bytes(store.dataDir);

    assertThatThrownBy(this::repair).hasMessageContaining("another version");

    assertThat(StoreFolder.sums(store.dataDir)).isEqualTo(StoreFolder.sums(before));
    assertThat(quarantine).doesNotExist();
  }

  @Test
  void refusesAQuarantineThatExistsOrLiesInTheFolder() throws IOException {
    store.flip(store.files("messages", "messages-").get(0), 4096 + HEADER);
    StoreSurvey found = survey();
    Files.createDirectory(quarantine);

    assertThatThrownBy(() -> StoreRepair.run(store.dataDir, found, quarantine))
        .hasMessageContaining("exists already: name one that does not")
        .hasMessageContaining("no copy of the data folder as this is now, by the file messages/");
    assertThatThrownBy(
            () -> StoreRepair.run(store.dataDir, found, store.dataDir.resolve("quarantine")))
        .hasMessageContaining("would lie in the data folder");
  }

  @Test
  void whatARepairHasWrittenTakesItsPlaceWheneverItWasEnded() throws IOException {
    store.flip(store.files("messages", "messages-").get(0), 4096 + HEADER);
    Map<String, byte[]> damaged = StoreFolder.bytes(store.dataDir);
    repair();
    Map<String, byte[]> repaired = StoreFolder.bytes(store.dataDir);

    // Ended before it was whole: the old folder.
    Path half = folder.resolve("half");
    StoreFolder.write(damaged, half);
    StoreFolder.write(messagesOf(repaired), half.resolve("repaired.part"));
    assertThat(StoreRepair.finish(half)).isFalse();
    assertThat(StoreFolder.sums(half)).isEqualTo(StoreFolder.sums(damaged));

    // Ended once it was whole, with the old folder there, half gone, and gone.
    for (int left : List.of(2, 1, 0)) {
      Path whole = folder.resolve("whole" + left);
      StoreFolder.write(damaged, whole);
      List<Path> old;
      try (var files = Files.list(whole.resolve("messages"))) {
        old = files.sorted().toList();
      }
      for (int i = 0; i < old.size() && left < 2; i++) {
        if (left == 0 || i % 2 == 0) {
          Files.delete(old.get(i));
        }
      }
      if (left == 0) {
        Files.delete(whole.resolve("messages"));
      }
      StoreFolder.write(messagesOf(repaired), whole.resolve("repaired"));
      assertThat(StoreSurvey.of(whole).isSound()).isTrue();
      assertThat(StoreRepair.finish(whole)).isTrue();
      assertThat(StoreFolder.sums(whole)).isEqualTo(StoreFolder.sums(repaired));
    }
  }

  private static Map<String, byte[]> messagesOf(Map<String, byte[]> files) {
    Map<String, byte[]> messages = new java.util.TreeMap<>(files);
    messages.keySet().removeIf(name -> !name.startsWith("messages/"));
    return messages;
  }

  /** One bit anywhere: check and start agree, and a repair loses next to nothing. */
  @Test
  @Timeout(300)
  void saveWhatAFlippedBitLeaves() throws IOException {
    Map<String, byte[]> sound = StoreFolder.bytes(store.dataDir);
    List<String> names = new ArrayList<>(sound.keySet());
    int found = 0;
    for (int seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      String name = names.get(random.nextInt(names.size()));
      int offset = random.nextInt(Math.min(sound.get(name).length, 300_000));
      offset -= random.nextBoolean() ? 0 : Math.max(0, offset % 4096 - random.nextInt(300));
      if (name.startsWith("metadata") && offset < 2 * 4096) {
        offset += 2 * 4096; // Without its first frame nobody may do anything.
      }
      store = new StoreFolder(folder.resolve("data-" + seed), StoreFolder.TIGHT);
      StoreFolder.write(sound, store.dataDir);
      store.flip(name, offset);
      String what = "seed " + seed + ": " + name + ", offset " + offset;

      StoreSurvey survey = survey();
      StoreFolder trial = new StoreFolder(folder.resolve("trial-" + seed), StoreFolder.TIGHT);
      StoreFolder.write(StoreFolder.bytes(store.dataDir), trial.dataDir);
      boolean starts = catchThrowable(trial::start) == null;

      if (survey.isSound()) {
        assertThat(starts).as(what).isTrue();
      } else {
        found++;
        if (!name.contains("segment-")) {
          assertThat(starts).as(what).isFalse();
        }
        repair(survey, folder.resolve("quarantine-" + seed));
      }
      store.start();
      assertNearlyAllIsThere(what);
      store.stop();
      StoreFolder.deleteAllIn(folder);
    }
    assertThat(found).isGreaterThan(30);
  }

  private void assertNearlyAllIsThere(String what) throws IOException {
    List<Integer> all = new ArrayList<>();
    for (QueueReport queue : survey().queues()) {
      try {
        all.addAll(store.take(queue.name(), 1000));
      } catch (AssertionError e) {
        throw new AssertionError(what + ", queue " + queue, e);
      }
    }
    Set<Integer> once = new HashSet<>(all);
    assertThat(all).as(what).hasSameSizeAs(once);
    assertThat(once).as(what).isSubsetOf(everything());
    Set<Integer> lost = new HashSet<>(live());
    lost.addAll(numbers(LONG, LONG_COUNT));
    lost.removeAll(once);
    assertThat(lost).as(what).hasSizeLessThanOrEqualTo(1);
  }

  private static Set<Integer> everything() {
    Set<Integer> all = new HashSet<>(numbers(1, SMALL));
    all.addAll(numbers(LONG, LONG_COUNT));
    return all;
  }
}
