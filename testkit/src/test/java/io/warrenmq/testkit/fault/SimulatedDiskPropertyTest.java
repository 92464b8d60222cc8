package io.warrenmq.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.core.store.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes and faults, over many seeds. A failing assertion names its seed. */
class SimulatedDiskPropertyTest {
  private static final int SEEDS = 300;
  private static final int BYTES = 4096;

  @Test
  void everySectorIsAsForcedOrAsWrittenAfterACrash() throws IOException {
    int lost = 0;
    int kept = 0;
    int torn = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = new SimulatedDisk(seed);
      byte[] forced = bytes(seed);
      byte[] written = bytes(seed + 1_000_000);
      DiskFile file = disk.open("log");
      write(file, forced);
      file.force();
      disk.forceNames();
      write(file, written);

      disk.crash();

      byte[] after = read(disk, BYTES);
      int news = 0;
      for (int at = 0; at < BYTES; at += SimulatedFile.SECTOR_BYTES) {
        int end = at + SimulatedFile.SECTOR_BYTES;
        boolean isNew = Arrays.equals(after, at, end, written, at, end);
        assertThat(isNew || Arrays.equals(after, at, end, forced, at, end))
            .as("seed %d, sector at %d is one of the two", seed, at)
            .isTrue();
        news += isNew ? 1 : 0;
      }
      lost += news == 0 ? 1 : 0;
      kept += news == BYTES / SimulatedFile.SECTOR_BYTES ? 1 : 0;
      torn += news > 0 && news < BYTES / SimulatedFile.SECTOR_BYTES ? 1 : 0;
    }
    assertThat(lost).as("writes lost").isGreaterThan(SEEDS / 10);
    assertThat(kept).as("writes kept").isGreaterThan(SEEDS / 10);
    assertThat(torn).as("writes torn").isGreaterThan(SEEDS / 10);
  }

  @Test
  void namesThatWereNotForcedMayBeLostInTheOrderOfTheirChanges() throws IOException {
    Set<String> outcomes = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = new SimulatedDisk(seed);
      disk.open("kept").force();
      disk.forceNames();
      disk.open("new").force();
      disk.rename("kept", "moved");

      disk.crash();

      outcomes.add(String.join(" ", disk.list()));
    }
    assertThat(outcomes).containsExactlyInAnyOrder("kept", "kept new", "moved new");
  }

  @Test
  void aForceThatFailedIsNotMadeGoodByALaterOne() throws IOException {
    int missing = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = new SimulatedDisk(seed);
      DiskFile file = disk.open("log");
      disk.forceNames();
      file.preallocate(BYTES);
      file.force();
      write(file, bytes(seed));
      disk.failAt(disk.operations() + 1, DiskFault.EIO);
      assertThatThrownBy(file::force).isInstanceOf(IOException.class);

      file.force();
      file.close();
      disk.crash();

      missing += Arrays.equals(read(disk, BYTES), bytes(seed)) ? 0 : 1;
    }
    assertThat(missing).isBetween(SEEDS / 10, SEEDS - SEEDS / 10);
  }

  @ParameterizedTest
  @EnumSource
  void failsEachOperationOnceAndLeavesTheFileReadable(DiskFault fault) throws IOException {
    long operations = script(new SimulatedDisk(0), BYTES);
    assertThat(operations).isEqualTo(6);

    for (long n = 1; n <= operations; n++) {
      for (int seed = 0; seed < 20; seed++) {
        SimulatedDisk disk = new SimulatedDisk(seed);
        disk.failAt(n, fault);
        assertThatThrownBy(() -> script(disk, BYTES))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(fault.text())
            .hasMessageContaining("seed " + seed);
        script(disk, BYTES); // the next try works
        assertThat(read(disk, BYTES)).isEqualTo(bytes(7));
      }
    }
  }

  @Test
  void aFailedWriteMayLeaveAPart() throws IOException {
    Set<Long> sizes = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = new SimulatedDisk(seed);
      DiskFile file = disk.open("log");
      disk.failAt(disk.operations() + 1, DiskFault.ENOSPC);
      assertThatThrownBy(() -> write(file, bytes(1))).isInstanceOf(IOException.class);
      sizes.add(file.size());
    }
    assertThat(sizes).hasSizeGreaterThan(SEEDS / 10).allMatch(size -> size <= BYTES);
  }

  @Test
  void oneSeedGivesOneOutcome() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(outcome(seed)).isEqualTo(outcome(seed));
    }
  }

  @Test
  void aCrashClosesFiles() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(1);
    DiskFile file = disk.open("log");

    disk.crash();

    assertThatThrownBy(file::force).hasMessageContaining("by a crash");
  }

  @Test
  void theEndOfTheProcessLosesNothingButLeavesItToBeLost() throws IOException {
    int lost = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedDisk disk = new SimulatedDisk(seed);
      DiskFile file = disk.open("log");
      disk.forceNames();
      write(file, bytes(seed));

      disk.endProcess();

      assertThatThrownBy(file::force).hasMessageContaining("by a crash");
      assertThat(read(disk, BYTES)).as("seed %d", seed).isEqualTo(bytes(seed));
      disk.crash();
      lost += Arrays.equals(read(disk, BYTES), bytes(seed)) ? 0 : 1;
    }
    assertThat(lost).as("writes lost").isGreaterThan(SEEDS / 10);
  }

  private static byte[] outcome(int seed) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(seed);
    DiskFile file = disk.open("log");
    disk.forceNames();
    write(file, bytes(1));
    disk.crash();
    return read(disk, BYTES);
  }

  private static long script(SimulatedDisk disk, int bytes) throws IOException {
    try (DiskFile file = disk.open("log.new")) {
      file.preallocate(bytes);
      write(file, bytes(7));
      file.force();
    }
    disk.rename("log.new", "log");
    disk.forceNames();
    return disk.operations();
  }

  private static void write(DiskFile file, byte[] bytes) throws IOException {
    file.write(0, new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1);
  }

  private static byte[] read(SimulatedDisk disk, int bytes) throws IOException {
    try (DiskFile file = disk.open("log")) {
      ByteBuffer into = ByteBuffer.allocate(bytes);
      int count = file.read(0, into);
      return Arrays.copyOf(into.array(), count);
    }
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
