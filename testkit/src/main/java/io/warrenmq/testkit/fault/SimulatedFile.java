package io.warrenmq.testkit.fault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * A file's bytes as programs see them and as the platter has them. What differs lies in sectors
 * that are dirty; only those can reach the platter. Confined to the test's thread.
 */
final class SimulatedFile {
  static final int SECTOR_BYTES = 512;

  private byte[] seen = new byte[0];
  private byte[] durable = new byte[0];
  private final BitSet dirty = new BitSet();
  private boolean sizeDirty;

  long size() {
    return seen.length;
  }

  void write(long position, ByteBuffer bytes) {
    int from = Math.toIntExact(position);
    int count = bytes.remaining();
    int end = Math.addExact(from, count);
    if (end > seen.length) {
      resize(end);
    }
    bytes.get(seen, from, count);
    markDirty(from, end);
  }

  int read(long position, ByteBuffer into) {
    if (position >= seen.length) {
      return 0;
    }
    int count = (int) Math.min(into.remaining(), seen.length - position);
    into.put(seen, (int) position, count);
    return count;
  }

  void resize(int bytes) {
    int old = seen.length;
    seen = Arrays.copyOf(seen, bytes);
    sizeDirty = true;
    markDirty(Math.min(old, bytes), Math.max(old, bytes));
  }

  void force() {
    // Clean sectors stay as the platter has them: after a force that failed they differ.
    durable = Arrays.copyOf(durable, seen.length);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      copySector(sector, durable);
    }
    dirty.clear();
    sizeDirty = false;
  }

  /**
   * A force that fails: some sectors made it, and the kernel takes all for clean, so no later force
   * writes the others.
   */
  void failForce(Random random) {
    durable = afterCrash(random);
    dirty.clear();
    sizeDirty = false;
  }

  /** The power goes: of the dirty sectors, any may have made it. */
  void crash(Random random) {
    durable = afterCrash(random);
    seen = durable.clone();
    dirty.clear();
    sizeDirty = false;
  }

  private byte[] afterCrash(Random random) {
    boolean grown = sizeDirty && random.nextBoolean();
    byte[] result = Arrays.copyOf(durable, grown ? seen.length : durable.length);
    // All, none, or each for itself: pure chance would hardly ever give the first two.
    int luck = random.nextInt(4);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      boolean kept = luck == 0 || (luck > 1 && random.nextBoolean());
      if (kept) {
        copySector(sector, result);
      }
    }
    return result;
  }

  private void copySector(int sector, byte[] to) {
    int from = sector * SECTOR_BYTES;
    int end = Math.min(from + SECTOR_BYTES, Math.min(to.length, seen.length));
    if (from < end) {
      System.arraycopy(seen, from, to, from, end - from);
    }
  }

  private void markDirty(int from, int end) {
    if (from < end) {
      dirty.set(from / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
    }
  }
}
