package io.warrenmq.server.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data folder's lock, held as long as the node runs: two brokers that write to one folder would
 * destroy what is in it. The operating system takes it back from a process that dies. Thread-safe.
 */
final class DataLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int PROCESS_BYTES_MAX = 20;

  // Folders locked by this process. The operating system forgets a process's locks on a file when
  // the process closes any of its channels to it, so there must never be a second one.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @param dataDir the folder; exists
   * @throws StartException when another broker has it, in this process or another
   */
  static DataLock acquire(Path dataDir) throws StartException {
    try {
      Path folder = dataDir.toRealPath();
      if (!HELD.add(folder)) {
        throw taken(dataDir, Long.toString(ProcessHandle.current().pid()));
      }
      FileChannel channel = null;
      try {
        channel = open(folder);
        if (channel.tryLock() == null) {
          throw taken(dataDir, owner(channel));
        }
        channel.truncate(0);
        channel.write(bytes(Long.toString(ProcessHandle.current().pid())), 0);
        return new DataLock(folder, channel);
      } catch (IOException | StartException e) {
        HELD.remove(folder);
        if (channel != null) {
          channel.close();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new StartException("Cannot lock the data folder %s: %s".formatted(dataDir, e));
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(FILE),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static StartException taken(Path dataDir, String process) {
    return new StartException(
        "The data folder %s is in use by another broker (process %s). Stop that one, or name another folder with --data-dir."
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
    channel.close();
    HELD.remove(folder);
  }
}
