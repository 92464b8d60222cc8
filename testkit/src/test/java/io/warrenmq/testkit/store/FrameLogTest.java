package io.warrenmq.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What a log's end may look like, and what is damage. */
class FrameLogTest {
  private static final FrameLog LOG = new FrameLog("test-", 7);
  private static final int BLOCK = FrameLog.BLOCK_BYTES;
  private static final int PREALLOCATED = 8 * BLOCK;

  private final SimulatedDisk disk = new SimulatedDisk(1);

  @Test
  void readsAllFilesInOrder() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a", "b");
      writer.roll(PREALLOCATED);
      append(writer, "c".repeat(3 * BLOCK));
      writer.roll(PREALLOCATED);
      append(writer, "");
      writer.force();
    }

    List<String> frames = new ArrayList<>();
    FrameLogReader.End end = read(frames);

    assertThat(frames).containsExactly("a", "b", "c".repeat(3 * BLOCK), "");
    assertThat(end)
        .isEqualTo(new FrameLogReader.End(3, 2 * BLOCK, 5, 0, List.of(1L, 2L, 3L), List.of()));
  }

  @Test
  void findsNothingInNoFiles() throws IOException {
    disk.open("other-00000001.log").close();

    FrameLogReader.End end = read(new ArrayList<>());

    assertThat(end).isEqualTo(new FrameLogReader.End(0, 0, 1, 0, List.of(), List.of()));
  }

  @Test
  void cutsATornEndAndGoesOnAfterIt() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.force();
      append(writer, "b", "c");
    }
    flip(1, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES); // c is whole, and was not safe either.

    List<String> frames = new ArrayList<>();
    FrameLogReader.End end = read(frames);
    assertThat(frames).containsExactly("a");
    assertThat(end.tornBytes()).isGreaterThan(BLOCK);
    new FrameLogReader(disk, LOG).repairEnd(end);
    try (FrameLogWriter writer = writer(2, end.nextFrame())) {
      append(writer, "d");
      writer.force();
    }

    assertThat(frames()).containsExactly("a", "d");
  }

  @Test
  void takesAnUnreadableFrameForDamageWhenALaterOneSaysThatItWasSafe() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a", "b");
      writer.force();
      append(writer, "c");
    }
    flip(1, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES);

    assertDamage(1, 2 * BLOCK, "frame 2", "frame 3");
  }

  @Test
  void takesAnUnreadableFrameForDamageWhenTheNextFileComesAfterIt() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.roll(PREALLOCATED);
    }
    flip(1, BLOCK + FrameLog.FRAME_HEADER_BYTES);

    assertDamage(1, BLOCK, "frame 1", "the file's end at offset 8192 says that it was safe");
  }

  @Test
  void isNotDeceivedByAPayloadThatLooksLikeALaterFrame() throws IOException {
    ByteBuffer forged = ByteBuffer.allocate(FrameLog.FRAME_HEADER_BYTES);
    forged.putInt(0x57464D45).putInt(0).putLong(1000).putLong(999).putInt(0);
    CRC32C crc = new CRC32C();
    crc.update(forged.array(), 0, 28);
    forged.putInt((int) crc.getValue());
    ByteBuffer frame = ByteBuffer.allocate(4 * BLOCK);
    for (int at = FrameLog.FRAME_HEADER_BYTES; at < frame.limit(); at += forged.limit()) {
      frame.put(at, forged.array());
    }
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.append(frame);
    }
    flip(1, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES);

    assertThat(frames()).containsExactly("a");
  }

  @Test
  void missesAFile() throws IOException {
    threeFiles();
    disk.delete(LOG.fileName(2));

    assertDamage(1, 2 * BLOCK, "frame 2", "test-00000003.log begins with frame 3");
  }

  @Test
  void doesNotMissFilesAtTheBeginning() throws IOException {
    threeFiles();
    disk.delete(LOG.fileName(1));

    assertThat(frames()).containsExactly("b", "c");
  }

  @Test
  void missesTheLastFile() throws IOException {
    threeFiles();
    disk.delete(LOG.fileName(3));

    assertDamage(3, 0, "is missing", "test-00000002.log says at offset 8192 that it is there");
  }

  @Test
  void missesTheLastFileOfALifeThatBeganAfterATornEnd() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.force();
      append(writer, "b");
    }
    flip(1, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES);
    FrameLogReader reader = new FrameLogReader(disk, LOG);
    FrameLogReader.End end = reader.read((file, offset, payload) -> {});
    reader.repairEnd(end);
    try (FrameLogWriter writer = writer(2, end.nextFrame())) {
      reader.markEnd(end, 2);
      append(writer, "c");
      writer.force();
    }
    assertThat(frames()).containsExactly("a", "c");
    disk.delete(LOG.fileName(2));

    assertDamage(2, 0, "is missing", "test-00000001.log says at offset 8192 that it is there");
  }

  @Test
  void makesTheNextFileOfOneThatWasGivenUp() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a", "b", "c");
      writer.roll(PREALLOCATED);
      writer.giveUp(1, PREALLOCATED);
      assertThat(disk.list()).containsExactly(LOG.fileName(2), LOG.spareName());
      long before = disk.operations();
      writer.roll(PREALLOCATED);
      assertThat(disk.operations() - before).isEqualTo(8); // it was not opened as a new file
      append(writer, "d");
      writer.force();
      append(writer, "e");
    }
    assertThat(disk.list()).containsExactly(LOG.fileName(2), LOG.fileName(3));
    flip(3, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES);

    List<String> frames = new ArrayList<>();
    FrameLogReader.End end = read(frames);

    assertThat(frames).containsExactly("d"); // e is torn, and c after it is of another life
    assertThat(end.tornBytes()).isEqualTo(FrameLog.FRAME_HEADER_BYTES + 1);
  }

  @Test
  void keepsOneSpareOfTheUsualSize() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.roll(3 * PREALLOCATED);
      append(writer, "b");
      writer.roll(PREALLOCATED);
      append(writer, "c");
      writer.force();

      writer.giveUp(1, PREALLOCATED);
      writer.giveUp(2, PREALLOCATED);
      assertThat(disk.list()).containsExactly(LOG.fileName(3), LOG.spareName());

      writer.roll(PREALLOCATED);
      writer.giveUp(3, BLOCK);
      try (DiskFile spare = disk.open(LOG.spareName())) {
        assertThat(spare.size()).isEqualTo(BLOCK);
      }
    }
  }

  @Test
  void losesNothingWhereverItIsCutOffWhileFilesAreMadeOfOthers() throws IOException {
    long operations = rollOver(new SimulatedDisk(0), new ArrayList<>());
    for (long operation = 1; operation <= operations; operation++) {
      for (int seed = 0; seed < 20; seed++) {
        SimulatedDisk dying = new SimulatedDisk(seed);
        dying.dieAt(operation);
        List<String> safe = new ArrayList<>();
        assertThatThrownBy(() -> rollOver(dying, safe)).isInstanceOf(IOException.class);
        dying.crash();

        List<String> frames = new ArrayList<>();
        read(dying, frames);
        assertThat(String.join("", frames))
            .as("operation %d, seed %d", operation, seed)
            .contains(String.join("", safe.subList(Math.max(0, safe.size() - 2), safe.size())));
      }
    }
  }

  /** Gives up each file once two more frames are safe; says how many operations that took. */
  private static long rollOver(SimulatedDisk disk, List<String> safe) throws IOException {
    try (FrameLogWriter writer = new FrameLogWriter(disk, LOG, 1, 1, PREALLOCATED)) {
      for (char c = 'a'; c <= 'z'; c++) {
        append(writer, String.valueOf(c));
        writer.force();
        safe.add(String.valueOf(c));
        if (c % 2 == 0) {
          writer.roll(PREALLOCATED);
        } else if (writer.fileNumber() > 2) {
          writer.giveUp(writer.fileNumber() - 2, PREALLOCATED);
        }
      }
    }
    return disk.operations();
  }

  @Test
  void takesABadHeaderForDamageEvenOfASingleFrame() throws IOException {
    threeFiles();
    flip(3, 43);
    assertDamage(3, 0, "header cannot be read, and it holds frames from 4096");
    flip(3, 43);

    flip(2, 30);
    assertDamage(2, 0, "header cannot be read, and it holds frames from 4096");
    flip(2, 30);

    flip(1, 20);
    assertDamage(1, 0, "header cannot be read, and it holds frames from 4096");
  }

  @Test
  void doesNotTakeALogForEmptyWhoseFirstFileWasEmptied() throws IOException {
    threeFiles();
    try (DiskFile file = disk.open(LOG.fileName(1))) {
      file.truncate(0);
    }

    assertDamage(1, 0, "the first frame", "test-00000002.log begins with frame 2");
  }

  @Test
  void refusesOtherVersionsWhereverTheirChecksumIs() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.force();
    }
    write(1, 8, new byte[] {0, 0, 0, 2});

    CorruptStoreException refusal = damage();

    assertThat(refusal.offset()).isEqualTo(8);
    assertThat(refusal)
        .hasMessageContaining("test-00000001.log")
        .hasMessageContaining("format version 2, and this broker knows 1");
  }

  @Test
  void deletesFilesThatWereBeingMade() throws IOException {
    try (FrameLogWriter writer = writer(4, 1)) {
      append(writer, "a");
      writer.force();
    }
    write(5, 0, new byte[PREALLOCATED]); // No header yet.
    disk.open(LOG.fileName(6)).close();

    FrameLogReader.End end = read(new ArrayList<>());
    new FrameLogReader(disk, LOG).repairEnd(end);

    assertThat(end.junk()).containsExactly(5L, 6L);
    assertThat(disk.list()).containsExactly(LOG.fileName(4));
  }

  @Test
  void goesOnInTheLastFileWhenTheNextCannotBeMade() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.force();
      for (int step = 1; step <= 4; step++) { // open, truncate, preallocate, write
        disk.failAt(disk.operations() + step, DiskFault.ENOSPC);
        assertThatThrownBy(() -> writer.roll(PREALLOCATED)).isInstanceOf(IOException.class);
        assertThat(disk.list()).containsExactly(LOG.fileName(1));
      }
      append(writer, "b");
      writer.roll(PREALLOCATED);
      append(writer, "c");
      writer.force();
    }

    assertThat(frames()).containsExactly("a", "b", "c");
  }

  @Test
  void findsDamageThoughAFileThatCouldNotBeMadeSeemsToGoOnThere() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.force();
      writer(2, 2).close(); // As a roll leaves it that has failed and whose delete was lost.
      append(writer, "b");
      writer.force();
      append(writer, "c");
      writer.force();
    }
    assertThat(frames()).containsExactly("a", "b", "c");
    flip(1, 2 * BLOCK + FrameLog.FRAME_HEADER_BYTES);

    assertDamage(1, 2 * BLOCK, "frame 2", "frame 3");
  }

  @Test
  void refusesEverythingOnceAForceHasFailed() throws IOException {
    // the force of the new file, its name, the force of that, the mark in the last one, its force
    for (int step = 5; step <= 9; step++) {
      SimulatedDisk failing = new SimulatedDisk(step);
      try (FrameLogWriter writer = new FrameLogWriter(failing, LOG, 1, 1, PREALLOCATED)) {
        failing.failAt(failing.operations() + step, DiskFault.EIO);
        assertThatThrownBy(() -> writer.roll(PREALLOCATED))
            .hasMessageContaining("Input/output error");

        assertThatThrownBy(() -> append(writer, "a")).hasMessageContaining("earlier failure");
        assertThatThrownBy(() -> writer.roll(PREALLOCATED)).hasMessageContaining("earlier failure");
        assertThatThrownBy(writer::force).hasMessageContaining("earlier failure");
      }
    }
  }

  @Test
  void refusesEverythingOnceAFrameMayOrMayNotBeThere() throws IOException {
    for (int step = 1; step <= 2; step++) { // the write and its force
      SimulatedDisk failing = new SimulatedDisk(step);
      try (FrameLogWriter writer = new FrameLogWriter(failing, LOG, 1, 1, PREALLOCATED)) {
        failing.failAt(failing.operations() + step, DiskFault.EIO);
        assertThatThrownBy(
                () -> {
                  append(writer, "a");
                  writer.force();
                })
            .isInstanceOf(IOException.class);

        assertThatThrownBy(writer::force).hasMessageContaining("earlier failure");
        assertThatThrownBy(() -> append(writer, "b")).hasMessageContaining("earlier failure");
      }
    }
  }

  @Test
  void makesSafeWhatItReadsAfterAForceHasFailed() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedDisk failing = new SimulatedDisk(seed);
      try (FrameLogWriter writer = new FrameLogWriter(failing, LOG, 1, 1, PREALLOCATED)) {
        append(writer, "a");
        failing.failAt(failing.operations() + 1, DiskFault.EIO);
        assertThatThrownBy(writer::force).isInstanceOf(IOException.class);
      }

      // The process begins anew, without the machine.
      FrameLogReader reader = new FrameLogReader(failing, LOG);
      FrameLogReader.End end = reader.read((file, offset, payload) -> {});
      reader.repairEnd(end);
      new FrameLogWriter(failing, LOG, 2, end.nextFrame(), PREALLOCATED).close();
      failing.crash();

      List<String> frames = new ArrayList<>();
      read(failing, frames);
      assertThat(frames).as("seed %d", seed).containsExactly("a");
    }
  }

  private void threeFiles() throws IOException {
    try (FrameLogWriter writer = writer(1, 1)) {
      append(writer, "a");
      writer.roll(PREALLOCATED);
      append(writer, "b");
      writer.roll(PREALLOCATED);
      append(writer, "c");
      writer.force();
    }
  }

  private FrameLogWriter writer(long file, long nextFrame) throws IOException {
    return new FrameLogWriter(disk, LOG, file, nextFrame, PREALLOCATED);
  }

  private static void append(FrameLogWriter writer, String... payloads) throws IOException {
    for (String payload : payloads) {
      byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
      writer.append(
          ByteBuffer.allocate(FrameLog.FRAME_HEADER_BYTES + bytes.length)
              .put(FrameLog.FRAME_HEADER_BYTES, bytes));
    }
  }

  private List<String> frames() throws IOException {
    List<String> frames = new ArrayList<>();
    read(frames);
    return frames;
  }

  private FrameLogReader.End read(List<String> into) throws IOException {
    return read(disk, into);
  }

  private static FrameLogReader.End read(SimulatedDisk disk, List<String> into) throws IOException {
    return new FrameLogReader(disk, LOG)
        .read((file, offset, payload) -> into.add(StandardCharsets.US_ASCII.decode(payload) + ""));
  }

  private void flip(long file, int offset) throws IOException {
    try (DiskFile opened = disk.open(LOG.fileName(file))) {
      ByteBuffer one = ByteBuffer.allocate(1);
      opened.read(offset, one);
      write(file, offset, new byte[] {(byte) (one.get(0) ^ 0x10)});
    }
  }

  private void write(long file, int offset, byte[] bytes) throws IOException {
    try (DiskFile opened = disk.open(LOG.fileName(file))) {
      opened.write(offset, new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1);
    }
  }

  private CorruptStoreException damage() {
    return catchThrowableOfType(CorruptStoreException.class, () -> read(new ArrayList<>()));
  }

  private void assertDamage(long file, long offset, String... texts) {
    CorruptStoreException damage = damage();
    assertThat(damage).isNotNull();
    assertThat(damage.file()).isEqualTo(LOG.fileName(file));
    assertThat(damage.offset()).isEqualTo(offset);
    assertThat(damage).hasMessageContainingAll(texts);
  }
}
