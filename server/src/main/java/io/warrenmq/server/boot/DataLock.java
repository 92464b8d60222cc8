package io.warrenmq.server.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data folder's lock, held as long as the node runs: two brokers that write to one folder would
 * destroy what is in it. The operating system takes it back from a process that dies. Thread-safe.
 */
public final class DataLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int PROCESS_BYTES_MAX = 20;

  // Folders locked by this process. The operating system forgets a process's locks on a file when
  // the process closes any of its channels to it, so there must never be a second one.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final @Nullable FileChannel channel;

  private DataLock(Path folder, @Nullable FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @param dataDir the folder; exists
   * @throws StartException when another broker has it, in this process or another
   */
  public static DataLock acquire(Path dataDir) throws StartException {
    return acquire(
        dataDir,
        folder -> {
          FileChannel channel =
              FileChannel.open(
                  folder.resolve(FILE),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          return lockedOrClosed(
              channel,
              () -> {
                if (channel.tryLock() == null) {
                  throw channel.tryLock(0, Long.MAX_VALUE, true) == null
                      ? taken(dataDir, owner(channel))
                      : read(dataDir);
                }
                channel.truncate(0);
                channel.write(bytes(Long.toString(ProcessHandle.current().pid())), 0);
              });
        });
  }

  /**
   * Keeps brokers from a folder while it is read, and changes nothing in it.
   *
   * @param dataDir the folder; exists
   * @throws StartException when a broker has it, in this process or another
   */
  public static DataLock acquireForReading(Path dataDir) throws StartException {
    return acquire(
        dataDir,
        folder -> {
          if (!Files.exists(folder.resolve(FILE))) {
            return null; // No broker was ever here: it is a copy, or something else.
          }
          FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ);
          return lockedOrClosed(
              channel,
              () -> {
                if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                  throw taken(dataDir, owner(channel));
                }
              });
        });
  }

  private interface Opening {
    @Nullable FileChannel open(Path folder) throws IOException, StartException;
  }

  private interface Locking {
    void lock() throws IOException, StartException;
  }

  private static DataLock acquire(Path dataDir, Opening opening) throws StartException {
    try {
      Path folder = dataDir.toRealPath();
      if (!HELD.add(folder)) {
        throw taken(dataDir, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return new DataLock(folder, opening.open(folder));
      } catch (IOException | StartException e) {
        HELD.remove(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new StartException("Cannot lock the data folder %s: %s".formatted(dataDir, e));
    }
  }

  private static FileChannel lockedOrClosed(FileChannel channel, Locking locking)
      throws IOException, StartException {
    try {
      locking.lock();
      return channel;
    } catch (IOException | StartException e) {
      channel.close();
      throw e;
    }
  }

  private static StartException read(Path dataDir) {
    return new StartException(
        "The data folder %s is being checked by warrenctl. Start again when that is done."
            .formatted(dataDir));
  }

  private static StartException taken(Path dataDir, String process) {
    return new StartException(
        "The data folder %s is in use by another broker, or by warrenctl (process %s). Stop that one, or name another folder with --data-dir."
            .formatted(dataDir, process));
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(PROCESS_BYTES_MAX);
    channel.read(text, 0);
    return StandardCharsets.US_ASCII.decode(text.flip()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Gives the folder free. The file stays: deleting it could take it from who has locked it. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    HELD.remove(folder);
  }
}
