package io.warrenmq.server.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows to a size and is then put aside: {@code a.log} becomes {@code a.log.0}, what
 * was that becomes {@code a.log.1}, and so on, as RabbitMQ names them; compressed ones end in
 * {@code .gz}. A file that somebody else moves or deletes, as logrotate does, is begun anew within
 * a second. Of one thread.
 *
 * <p>This is not logback's appender, which keeps at most 21 old files, leaves half a line on a full
 * disk and does not tell of lines that it loses.
 */
final class FileSink implements LineSink {
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final Rotation rotation;
  private final LongSupplier nanoTime;

  private @Nullable FileChannel file; // null between a failure and the next line
  private @Nullable Object key; // the file system's, to know the file again
  private long lookedNs;
  private long rotateAtBytes;

  /**
   * When a file is put aside, and what becomes of it.
   *
   * @param bytesMax how long a file may grow, in bytes; 0 for without end
   * @param keep how many old files there may be; 0 for none
   * @param compresses whether old files are compressed
   */
  record Rotation(long bytesMax, int keep, boolean compresses) {}

  private FileSink(Path path, Rotation rotation, LongSupplier nanoTime) {
    this.path = path;
    this.rotation = rotation;
    this.nanoTime = nanoTime;
  }

  /**
   * Opens the file, and makes it and its folder where they are missing.
   *
   * @throws IOException when it cannot be written
   */
  static FileSink open(Path path, Rotation rotation, LongSupplier nanoTime) throws IOException {
    FileSink sink = new FileSink(path, rotation, nanoTime);
    sink.opened();
    return sink;
  }

  private FileChannel opened() throws IOException {
    FileChannel open = file;
    if (open == null) {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      open =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      file = open;
      key = keyOfPath();
      lookedNs = nanoTime.getAsLong();
      rotateAtBytes = rotation.bytesMax == 0 ? Long.MAX_VALUE : rotation.bytesMax;
    }
    return open;
  }

  private @Nullable Object keyOfPath() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void write(byte[] line) throws IOException {
    reopenIfMoved();
    FileChannel open = opened();
    long size = open.size();
    if (size > 0 && size + line.length > rotateAtBytes) {
      open = rotated(size);
      size = open.size();
    }
    ByteBuffer rest = ByteBuffer.wrap(line);
    try {
      while (rest.hasRemaining()) {
        open.write(rest);
      }
    } catch (IOException e) {
      if (rest.position() > 0) { // half a line would spoil the next
        open.truncate(size);
      }
      throw e;
    }
  }

  private void reopenIfMoved() throws IOException {
    long nowNs = nanoTime.getAsLong();
    if (file == null || nowNs - lookedNs < LOOK_NS) {
      return;
    }
    lookedNs = nowNs;
    if (!Files.exists(path) || !Objects.equals(keyOfPath(), key)) {
      close();
    }
  }

  private FileChannel rotated(long size) throws IOException {
    close();
    try {
      putAside();
    } catch (IOException e) {
      // The line matters more than where it is: the file goes on, and this is tried again when it
      // has grown by as much once more.
      FileChannel same = opened();
      rotateAtBytes = size + rotation.bytesMax;
      return same;
    }
    return opened();
  }

  private void putAside() throws IOException {
    if (rotation.keep == 0) {
      Files.deleteIfExists(path);
      return;
    }
    for (String suffix : new String[] {"", ".gz"}) {
      Files.deleteIfExists(old(rotation.keep - 1, suffix));
      for (int i = rotation.keep - 2; i >= 0; i--) {
        move(old(i, suffix), old(i + 1, suffix));
      }
    }
    move(path, old(0, ""));
    if (rotation.compresses) {
      compress(old(0, ""), old(0, ".gz"));
    }
  }

  private Path old(int number, String suffix) {
    return path.resolveSibling(path.getFileName() + "." + number + suffix);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void compress(Path from, Path to) throws IOException {
    try {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
        Files.copy(from, out);
      }
    } catch (IOException e) { // a full disk: it stays as it is, and half a copy is of no use
      Files.deleteIfExists(to);
      return;
    }
    Files.delete(from);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
