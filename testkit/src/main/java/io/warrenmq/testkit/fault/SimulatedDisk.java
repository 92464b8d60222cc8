package io.warrenmq.testkit.fault;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps no more than it must. {@link #crash} loses what was not forced: of
 * each written but unforced sector of 512 bytes a seed decides whether it made it, so writes are
 * lost, reordered and torn; of names that were not forced, the first few changes made it. {@link
 * #failAt} has one operation fail, and a write that fails may have written a part. Confined to the
 * test's thread.
 */
public final class SimulatedDisk implements Disk {
  private final long seed;
  private final Random random;
  private Map<String, SimulatedFile> names = new TreeMap<>();
  private Map<String, SimulatedFile> durableNames = new TreeMap<>();
  private final List<Consumer<Map<String, SimulatedFile>>> unforcedNames = new ArrayList<>();
  private int life; // files opened before the last crash are dead
  private long freeBytes = Long.MAX_VALUE;
  private long operations;
  private long failingOperation = -1;
  private long dyingOperation = Long.MAX_VALUE;
  private @Nullable DiskFault fault;

  /** An empty disk. */
  public SimulatedDisk(long seed) {
    this.seed = seed;
    this.random =
        new Random(seed * 0x9E3779B97F4A7C15L); // neighbouring seeds begin alike otherwise
  }

  /** How many operations that change something there were so far. */
  public long operations() {
    return operations;
  }

  /**
   * Has one operation fail; those after it work again.
   *
   * @param operation its number as {@link #operations} counts: the next one is {@code operations()
   *     + 1}
   * @param how with which error
   */
  public void failAt(long operation, DiskFault how) {
    failingOperation = operation;
    fault = how;
  }

  /**
   * Has the power go, or the process end, at an operation: it and all after it fail, until {@link
   * #crash} or {@link #endProcess}.
   *
   * @param operation its number, as for {@link #failAt}
   */
  public void dieAt(long operation) {
    dyingOperation = operation;
  }

  /**
   * The process that uses it ends at once. Open files are gone; all that was written is still
   * there, and what was not forced can yet be lost by a {@link #crash}.
   */
  public void endProcess() {
    life++;
    dyingOperation = Long.MAX_VALUE;
    failingOperation = -1;
  }

  /** The power goes and comes back. Open files are gone; what is left can be opened anew. */
  public void crash() {
    endProcess();
    int kept = random.nextInt(unforcedNames.size() + 1);
    unforcedNames.subList(0, kept).forEach(change -> change.accept(durableNames));
    unforcedNames.clear();
    durableNames.values().stream().distinct().forEach(file -> file.crash(random));
    names = new TreeMap<>(durableNames);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    SimulatedFile file = names.get(name);
    if (file == null) {
      begin("open " + name);
      SimulatedFile made = new SimulatedFile();
      change(all -> all.put(name, made));
      file = made;
    }
    return new Handle(file);
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public void rename(String from, String to) throws IOException {
    SimulatedFile file = existing(from);
    begin("rename " + from);
    change(
        all -> {
          all.remove(from);
          all.put(to, file);
        });
  }

  @Override
  public void delete(String name) throws IOException {
    existing(name);
    begin("delete " + name);
    change(all -> all.remove(name));
  }

  @Override
  public long freeBytes() {
    return freeBytes;
  }

  /** Says what {@link #freeBytes} gives from now on; it bounds nothing. */
  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  @Override
  public void forceNames() throws IOException {
    begin("force names");
    durableNames = new TreeMap<>(names);
    unforcedNames.clear();
  }

  @Override
  public String toString() {
    return "SimulatedDisk(seed " + seed + ", " + operations + " operations)";
  }

  private SimulatedFile existing(String name) throws FileNotFoundException {
    SimulatedFile file = names.get(name);
    if (file == null) {
      throw new FileNotFoundException(name);
    }
    return file;
  }

  private void change(Consumer<Map<String, SimulatedFile>> change) {
    change.accept(names);
    unforcedNames.add(change);
  }

  private void begin(String what) throws IOException {
    if (isFailing()) {
      throw failure(what);
    }
  }

  private boolean isFailing() {
    return ++operations == failingOperation || operations >= dyingOperation;
  }

  private IOException failure(String what) {
    String text = fault == null || operations != failingOperation ? "no power" : fault.text();
    return new IOException(what + ": " + text + " (operation " + operations + " of " + this + ")");
  }

  /** An open file. */
  private final class Handle implements DiskFile {
    private final SimulatedFile file;
    private final int born = life;
    private boolean closed;

    Handle(SimulatedFile file) {
      this.file = file;
    }

    private String name() {
      for (Map.Entry<String, SimulatedFile> each : names.entrySet()) {
        if (each.getValue().equals(file)) {
          return each.getKey();
        }
      }
      return "a deleted file";
    }

    @Override
    public long size() throws IOException {
      requireOpen();
      return file.size();
    }

    @Override
    public void write(long position, ByteBuffer[] buffers, int count) throws IOException {
      requireOpen();
      boolean failing = isFailing();
      long at = position;
      for (int i = 0; i < count; i++) {
        ByteBuffer buffer = buffers[i];
        int bytes = buffer.remaining();
        if (failing && random.nextBoolean()) {
          buffer.limit(buffer.position() + random.nextInt(bytes + 1));
          file.write(at, buffer);
          throw failure("write " + name());
        }
        file.write(at, buffer);
        at += bytes;
      }
      if (failing) {
        throw failure("write " + name());
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      requireOpen();
      return file.read(position, into);
    }

    @Override
    public void force() throws IOException {
      requireOpen();
      if (isFailing()) {
        file.failForce(random);
        throw failure("force " + name());
      }
      file.force();
    }

    @Override
    public void preallocate(long bytes) throws IOException {
      requireOpen();
      begin("preallocate " + name());
      if (bytes > file.size()) {
        file.resize(Math.toIntExact(bytes));
      }
    }

    @Override
    public void truncate(long bytes) throws IOException {
      requireOpen();
      begin("truncate " + name());
      if (bytes < file.size()) {
        file.resize(Math.toIntExact(bytes));
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() throws IOException {
      if (closed || born != life) {
        throw new IOException(name() + " is closed" + (born != life ? " by a crash" : ""));
      }
    }
  }
}
