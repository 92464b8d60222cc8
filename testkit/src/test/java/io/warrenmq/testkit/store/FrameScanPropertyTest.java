package io.warrenmq.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Logs with several damages: every frame that was not touched is found, whole and in order. */
class FrameScanPropertyTest {
  private static final FrameLog LOG = new FrameLog("log-", 7);
  private static final int HEADER = FrameLog.FRAME_HEADER_BYTES;
  private static final int SEEDS = 2000;

  private static final class Written {
    final String file;
    final long from;
    final byte[] payload;
    boolean touched;

    Written(String file, long from, byte[] payload) {
      this.file = file;
      this.from = from;
      this.payload = payload;
    }

    long to() {
      return from + HEADER + payload.length;
    }
  }

  private final List<Written> frames = new ArrayList<>();
  private SimulatedDisk disk = new SimulatedDisk(0);
  private Random random = new Random(0);

  @Test
  void findsEveryFrameThatWasNotTouched() throws IOException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      random = new Random(seed * 0x9E3779B97F4A7C15L);
      disk = new SimulatedDisk(seed);
      write();
      for (int i = random.nextInt(5); i > 0; i--) {
        damage();
      }
      check("seed " + seed);
    }
  }

  /** Each frame but the last is vouched for by the one after it. */
  private void write() throws IOException {
    frames.clear();
    FrameLogWriter writer = new FrameLogWriter(disk, LOG, 1, 1, random.nextInt(50_000));
    for (int i = 1 + random.nextInt(30); i > 0; i--) {
      if (random.nextInt(6) == 0) {
        writer.roll(random.nextInt(50_000));
        if (random.nextBoolean()) {
          giveUpOldest(writer);
        }
      }
      byte[] payload = new byte[8 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 300)];
      random.nextBytes(payload);
      frames.add(new Written(LOG.fileName(writer.fileNumber()), writer.position(), payload));
      writer.append(
          ByteBuffer.allocate(HEADER + payload.length).position(HEADER).put(payload).flip());
      writer.force();
    }
    writer.close();
  }

  /** The next file is made of it, and its frames are in there, behind those of that file. */
  private void giveUpOldest(FrameLogWriter writer) throws IOException {
    String oldest = disk.list().get(0);
    writer.giveUp(LOG.fileNumber(oldest), Long.MAX_VALUE);
    frames.removeIf(frame -> frame.file.equals(oldest));
  }

  private void damage() throws IOException {
    List<String> names = disk.list();
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(12) == 0) {
      disk.delete(name);
      touch(name, 0, Long.MAX_VALUE);
      return;
    }
    try (DiskFile file = disk.open(name)) {
      if (file.size() == 0) {
        return;
      }
      long at = random.nextInt((int) file.size());
      switch (random.nextInt(4)) {
        case 0 -> {
          file.truncate(at);
          touch(name, at, Long.MAX_VALUE);
        }
        case 1 -> overwrite(file, name, at, new byte[random.nextInt(9000)]);
        case 2 -> {
          byte[] noise = new byte[random.nextInt(9000)];
          random.nextBytes(noise);
          overwrite(file, name, at, noise);
        }
        default -> {
          ByteBuffer one = ByteBuffer.allocate(1);
          file.read(at, one);
          overwrite(file, name, at, new byte[] {(byte) (one.get(0) ^ (1 << random.nextInt(8)))});
        }
      }
    }
  }

  private void overwrite(DiskFile file, String name, long at, byte[] bytes) throws IOException {
    int count = (int) Math.min(bytes.length, file.size() - at);
    if (count > 0) {
      file.write(at, new ByteBuffer[] {ByteBuffer.wrap(bytes, 0, count)}, 1);
      touch(name, at, at + count);
    }
  }

  private void touch(String name, long from, long to) {
    for (Written frame : frames) {
      if (frame.file.equals(name) && frame.from < to && from < frame.to()) {
        frame.touched = true;
      }
    }
  }

  private void check(String what) throws IOException {
    FrameScan scan = FrameScan.of(disk, LOG);
    List<byte[]> found = new ArrayList<>();
    scan.read(
        new FrameScan.Sink() {
          @Override
          public void gap() {}

          @Override
          public void frame(long fileNumber, long offset, ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            found.add(bytes);
          }
        });
    int at = 0;
    for (Written frame : frames) {
      if (at < found.size() && Arrays.equals(found.get(at), frame.payload)) {
        at++; // Zeros may have been overwritten with zeros.
      } else {
        assertThat(frame.touched)
            .as(
                "%s: lost the frame at %d of %s; %s; all: %s",
                what,
                frame.from,
                frame.file,
                scan.damages(),
                frames.stream()
                    .map(f -> f.file + " " + f.from + (f.touched ? " touched" : ""))
                    .toList())
            .isTrue();
      }
    }
    assertThat(at).as(what).isEqualTo(found.size());
    assertThat(scan.damages().isEmpty()).as(what + ": agrees with the reader").isEqualTo(isSound());
  }

  private boolean isSound() throws IOException {
    try {
      new FrameLogReader(disk, LOG).read((file, offset, payload) -> {});
      return true;
    } catch (CorruptStoreException e) {
      return false;
    }
  }

  @Test
  void takesNoFrameThatIsThePayloadOfAnother() throws IOException {
    disk = new SimulatedDisk(1);
    ByteBuffer inner = ByteBuffer.allocate(HEADER + 100);
    try (FrameLogWriter writer = new FrameLogWriter(disk, LOG, 1, 2, 0)) {
      writer.append(inner); // Now it is a whole frame, with number 2.
    }
    disk.delete(LOG.fileName(1));
    ByteBuffer outer = ByteBuffer.allocate(3 * FrameLog.BLOCK_BYTES);
    outer.put(FrameLog.BLOCK_BYTES, inner.array(), 0, inner.capacity());
    long position;
    try (FrameLogWriter writer = new FrameLogWriter(disk, LOG, 1, 1, 0)) {
      position = writer.position();
      writer.append(outer);
      writer.force();
      writer.append(ByteBuffer.allocate(HEADER + 7));
    }
    try (DiskFile file = disk.open(LOG.fileName(1))) {
      file.write(position + HEADER, new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1})}, 1);
    }

    List<Integer> lengths = new ArrayList<>();
    FrameScan scan = FrameScan.of(disk, LOG);
    scan.read(
        new FrameScan.Sink() {
          @Override
          public void gap() {}

          @Override
          public void frame(long fileNumber, long offset, ByteBuffer payload) {
            lengths.add(payload.remaining());
          }
        });

    assertThat(lengths).containsExactly(7);
    assertThat(scan.damages()).hasSize(1);
  }
}
