package io.warrenmq.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random calls, crashes and faults against a model: what was answered is there, what was not asked
 * for is not, and of the rest each call is there as a whole or not at all. A failing assertion
 * names its seed.
 */
class FileMetadataStoreSimTest {
  private static final int SEEDS = Integer.getInteger("warren.crash.seeds", 2_000);
  private static final int LIVES = 8;
  private static final String FIRST_FILE = StoreWorld.LOG.fileName(1);

  @Test
  void keepsWhatItAnswersOverCrashesAndFaults() throws IOException {
    Coverage seen = new Coverage();
    for (int seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed, new Random(seed * 0x9E3779B97F4A7C15L));
      for (int life = 0; life < LIVES; life++) {
        run.live(run.random.nextInt(30), run.random.nextInt(3) == 0);
      }
      seen.add(run.seen);
    }
    seen.check(SEEDS / 20);
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhatItAnswersWhicheverOperationFails(DiskFault fault) throws IOException {
    for (boolean busy : new boolean[] {false, true}) {
      long operations = operations(busy);
      for (int n = 1; n <= operations; n++) {
        for (int luck = 0; luck < 4; luck++) {
          Run run = new Run(n * 10 + luck, new Random(0));
          run.world.disk.failAt(n, fault);
          play(run, busy, luck % 2 == 0);
        }
      }
    }
  }

  @Test
  void keepsWhatItAnswersWhereverTheProcessOrTheMachineEnds() throws IOException {
    for (boolean busy : new boolean[] {false, true}) {
      long operations = operations(busy);
      for (int n = 1; n <= operations; n++) {
        for (int luck = 0; luck < 4; luck++) {
          Run run = new Run(n * 10 + luck, new Random(0));
          run.world.disk.dieAt(n);
          play(run, busy, luck % 4 != 0);
        }
      }
    }
  }

  /** How many operations a life has in which the log is written anew and nothing fails. */
  private static long operations(boolean busy) throws IOException {
    Run sound = new Run(0, new Random(0));
    sound.start();
    sound.add(100, busy);
    assertThat(sound.seen.asked).as("in a compaction").isGreaterThan(busy ? 3 : -1);
    sound.world.loops.runUntilIdle();
    assertThat(sound.world.disk.list()).as("written anew").doesNotContain(FIRST_FILE).hasSize(1);
    return sound.world.disk.operations();
  }

  private static void play(Run run, boolean busy, boolean crash) throws IOException {
    if (run.start()) {
      run.add(100, busy);
      run.world.loops.runUntilIdle();
    }
    run.end(crash);
    if (!crash) {
      run.world.disk.endProcess();
    }
    run.start(); // Checks.
    run.add(3, busy);
    run.world.loops.runUntilIdle();
    run.end(true);
    run.start();
  }

  /** That the interesting things do happen. */
  private static final class Coverage {
    int answered;
    int lost; // calls without an answer that are not there
    int kept; // calls without an answer that are there
    int failures;
    int failedStarts;
    int snapshots;
    int asked; // calls while the log was being written anew
    int ended; // ends of a process then

    void add(Coverage other) {
      answered += other.answered;
      lost += other.lost;
      kept += other.kept;
      failures += other.failures;
      failedStarts += other.failedStarts;
      snapshots += other.snapshots;
      asked += other.asked;
      ended += other.ended;
    }

    void check(int least) {
      assertThat(answered).isGreaterThan(least);
      assertThat(lost).as("lost").isGreaterThan(least);
      assertThat(kept).as("kept").isGreaterThan(least);
      assertThat(failures).as("failures").isGreaterThan(least);
      assertThat(failedStarts).as("failed starts").isGreaterThan(least);
      assertThat(snapshots).as("snapshots").isGreaterThan(least);
      assertThat(asked).as("asked in a compaction").isGreaterThan(least);
      assertThat(ended).as("ended in a compaction").isGreaterThan(least);
    }
  }

  /** One disk, and one process after the other on it. */
  private static final class Run {
    final Coverage seen = new Coverage();
    final Random random;
    private final int seed;
    private final StoreWorld world;
    private Map<Object, MetadataRecord.Put> loaded = new LinkedHashMap<>();
    private final List<List<MetadataRecord>> asked = new ArrayList<>();
    private final List<Future<Void>> answers = new ArrayList<>();
    private int filesAtStart;
    private int sure; // of the calls since the last load, how many were answered
    private long nextId = 1;
    private long sureId; // the highest id in what was answered

    Run(int seed, Random random) {
      this.seed = seed;
      this.random = random;
      this.world = new StoreWorld(new SimulatedDisk(seed), StoreWorld.SMALL);
    }

    /** One process: starts, adds, ends in some way. */
    void live(int calls, boolean faulty) throws IOException {
      if (faulty) {
        world.disk.failAt(
            world.disk.operations() + 1 + random.nextInt(40),
            random.nextBoolean() ? DiskFault.EIO : DiskFault.ENOSPC);
      }
      if (start()) {
        for (int i = 0; i < calls; i++) {
          ask();
          for (int steps = random.nextInt(6); steps > 0 && world.loops.step(); steps--) {}
        }
        if (random.nextBoolean()) {
          world.loops.runUntilIdle();
        }
      }
      end(random.nextInt(3) > 0);
    }

    /**
     * Adds something again and again.
     *
     * @param busy whether the next call does not wait for all that the last one set off, only for a
     *     few turns
     */
    void add(int calls, boolean busy) {
      for (int i = 0; i < calls; i++) {
        ask();
        for (int steps = busy ? 4 : Integer.MAX_VALUE; steps > 0 && world.loops.step(); steps--) {}
      }
    }

    private boolean isWrittenAnew() {
      return world.disk.list().size() > filesAtStart;
    }

    private void ask() {
      List<MetadataRecord> records = new ArrayList<>();
      for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 3); i > 0; i--) {
        records.add(record());
      }
      asked.add(records);
      seen.asked += isWrittenAnew() ? 1 : 0;
      world.append(records, answers);
    }

    private MetadataRecord record() {
      String name = "thing " + random.nextInt(12);
      MetadataRecord.Put put =
          switch (random.nextInt(4)) {
            case 0 -> Records.exchange(name, Arguments.of(Map.of("n", nextId++)));
            case 1 -> Records.binding(name, "q", "key " + random.nextInt(3));
            default -> Records.queue(name, nextId++);
          };
      return random.nextInt(3) == 0 ? put.removed() : put;
    }

    /** Ends the process, and with a crash the machine. What was answered by then is sure. */
    void end(boolean crash) {
      boolean failed = false;
      for (int i = 0; i < answers.size(); i++) {
        Future<Void> answer = answers.get(i);
        assertThat(failed && answer.succeeded()).as("answered after a failure, %s", this).isFalse();
        failed |= answer.failed();
        if (answer.succeeded()) {
          assertThat(i).as("answered in order, %s", this).isEqualTo(sure);
          sure++;
          asked.get(i).forEach(this::noteId);
        }
      }
      seen.answered += sure;
      seen.failures += failed ? 1 : 0;
      seen.ended += isWrittenAnew() ? 1 : 0;
      if (crash) {
        world.disk.crash();
      }
    }

    private void noteId(MetadataRecord record) {
      if (record instanceof MetadataRecord.QueuePut queue) {
        sureId = Math.max(sureId, queue.id());
      }
    }

    /** Whether the start went well, which it must unless it met a fault. */
    boolean start() throws IOException {
      Future<List<MetadataRecord.Put>> loading = world.begin(seed);
      answers.clear();
      world.loops.runUntilIdle();
      if (loading.failed()) {
        assertThat(loading.cause())
            .as("%s", this)
            .hasMessageContaining("operation"); // As the simulated disk's faults say.
        seen.failedStarts++;
        return false;
      }
      check(loading.result());
      filesAtStart = world.disk.list().size();
      seen.snapshots += world.disk.list().size() == 1 ? 1 : 0;
      return true;
    }

    private void check(List<MetadataRecord.Put> records) {
      Map<Object, MetadataRecord.Put> found = new LinkedHashMap<>();
      records.forEach(put -> found.put(put.key(), put));
      Map<Object, MetadataRecord.Put> expected = new LinkedHashMap<>(loaded);
      int there = -1;
      for (int n = 0; n <= asked.size(); n++) {
        if (n > 0) {
          asked.get(n - 1).forEach(record -> apply(record, expected));
        }
        if (n >= sure && expected.equals(found)) {
          there = n;
        }
      }
      assertThat(there)
          .as("%s: %s of %s calls sure, found %s", this, sure, asked.size(), found)
          .isGreaterThanOrEqualTo(sure);
      assertThat(highestId()).as("%s", this).isBetween(sureId, nextId);
      seen.kept += there - sure;
      seen.lost += asked.size() - there;
      loaded = found;
      asked.clear();
      sure = 0;
    }

    private long highestId() {
      List<Long> highest = new ArrayList<>();
      world.loops.group().metadata().execute(() -> highest.add(world.store.highestQueueId()));
      world.loops.runUntilIdle();
      return highest.get(0);
    }

    private static void apply(MetadataRecord record, Map<Object, MetadataRecord.Put> to) {
      if (record instanceof MetadataRecord.Put put) {
        to.put(put.key(), put);
      } else {
        to.remove(record.key());
      }
    }

    @Override
    public String toString() {
      return "seed " + seed + ", " + world.disk;
    }
  }
}
