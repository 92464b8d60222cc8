package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** A folder of the file system. Thread-safe as far as {@link DiskFile} says. */
public final class FileDisk implements Disk {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
  private static final int ZEROS_BYTES = 1 << 20;
  // One for all: a file is begun every second under load, and direct memory is given back late.
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

  private final Path folder;

  /**
   * Uses a folder, and makes it, and those above it, when it does not exist: for its owner, and for
   * its group to read.
   */
  public FileDisk(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    make(this.folder);
  }

  private static void make(Path missing) throws IOException {
    Path parent = missing.getParent();
    if (Files.isDirectory(missing) || parent == null) {
      return;
    }
    make(parent);
    Files.createDirectories(missing, attributes(parent));
    forceNames(parent); // Or a crash could lose the folder with all that was safe in it.
  }

  /** Password hashes and messages are not for everybody on the machine. */
  private static FileAttribute<?>[] attributes(Path parent) {
    return parent.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new OpenFile(
        FileChannel.open(
            path(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FileDisk::isFile)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  /** Fails when the disk cannot tell: a file must not be taken for missing. */
  private static boolean isFile(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      return false; // It has gone meanwhile.
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(path(name));
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public void forceNames() throws IOException {
    forceNames(folder);
  }

  private static void forceNames(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path path(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    return folder.resolve(name);
  }

  /** A file open through a channel. */
  private record OpenFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(long position, ByteBuffer[] buffers, int count) throws IOException {
      if (count == 1) {
        long at = position;
        while (buffers[0].hasRemaining()) {
          at += channel.write(buffers[0], at);
        }
        return;
      }
      channel.position(position); // there is no gathering write with a position
      while (buffers[count - 1].hasRemaining()) {
        channel.write(buffers, 0, count);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int total = 0;
      while (into.hasRemaining()) {
        int n = channel.read(into, position + total);
        if (n < 0) {
          break;
        }
        total += n;
      }
      return total;
    }

    @Override
    public void force() throws IOException {
      channel.force(false); // the size is forced too: without it the bytes could not be read back
    }

    @Override
    public void preallocate(long bytes) throws IOException {
      ByteBuffer zeros = ZEROS.duplicate();
      for (long at = channel.size(); at < bytes; at += zeros.limit()) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - at));
        write(at, new ByteBuffer[] {zeros}, 1);
      }
    }

    @Override
    public void truncate(long bytes) throws IOException {
      channel.truncate(bytes);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
