package io.warrenmq.core.repair;

import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.ReadOnlyDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whole folders: measured, copied, deleted, so that it survives a crash. Calls block. */
final class FolderTree {
  private static final int COPY_BYTES = 1 << 20;

  private FolderTree() {}

  /** Bytes of all files in a folder and those below it. */
  static long bytes(Path folder) throws IOException {
    long[] total = new long[1];
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            total[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }
        });
    return total[0];
  }

  /**
   * Copies a folder with all that is in it. Blocks that the disk cannot read are zeros in the copy.
   *
   * @param to made here; must not exist
   * @param except a file that is left out
   * @return how many bytes were copied
   */
  static long copy(Path from, Path to, Path except) throws IOException {
    long[] total = new long[1];
    Files.walkFileTree(
        from,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(folder)), permissions(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !file.equals(except)) {
              total[0] += copyFile(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            force(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }
        });
    Path above = to.toAbsolutePath().getParent();
    if (above != null) {
      force(above);
    }
    return total[0];
  }

  /** Copies a file; when it returns, the copy's bytes are safe. */
  static long copyFile(Path from, Path to) throws IOException {
    Path folder = from.toAbsolutePath().getParent();
    assert folder != null;
    long at = 0;
    try (DiskFile source = new ReadOnlyDisk(folder).open(from.getFileName().toString());
        FileChannel target =
            FileChannel.open(
                to,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                permissions(from))) {
      ByteBuffer bytes = ByteBuffer.allocate(COPY_BYTES);
      while (source.read(at, bytes.clear()) > 0) {
        bytes.flip();
        at += bytes.limit();
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
      }
      target.force(true);
    }
    return at;
  }

  /** Whether it is a folder; throws when the disk does not say. */
  static boolean isFolder(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * A file by which a folder differs from what {@link #copy} would make of it.
   *
   * @param except a file that is left out of the copy
   * @return the file's name with its folders; {@code null} when the copy is whole and its own
   */
  static @Nullable String difference(Path folder, Path copy, Path except) throws IOException {
    Set<String> names = names(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS));
    names.remove(folder.relativize(except).toString());
    Set<String> copied = names(copy, EnumSet.noneOf(FileVisitOption.class));
    for (String name : names) {
      if (!copied.remove(name) || differs(folder.resolve(name), copy.resolve(name))) {
        return name;
      }
    }
    return copied.stream().findFirst().orElse(null);
  }

  private static Set<String> names(Path folder, Set<FileVisitOption> options) throws IOException {
    Set<String> names = new TreeSet<>();
    Files.walkFileTree(
        folder,
        options,
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              names.add(folder.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  private static boolean differs(Path file, Path copy) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    assert folder != null;
    if (Files.isSameFile(file, copy)) {
      return true; // It would go with the one that it is to be a copy of.
    }
    try (DiskFile source = new ReadOnlyDisk(folder).open(file.getFileName().toString());
        FileChannel other = FileChannel.open(copy, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(COPY_BYTES);
      long at = 0;
      while (source.read(at, bytes.clear()) > 0) {
        if (!has(other, at, bytes.flip())) {
          return true;
        }
        at += bytes.limit();
      }
      return other.size() != at;
    }
  }

  private static boolean has(FileChannel copy, long at, ByteBuffer expected) {
    ByteBuffer found = ByteBuffer.allocate(expected.limit());
    try {
      while (found.hasRemaining() && copy.read(found, at + found.position()) >= 0) {
        // Until there is as much of it, or it ends.
      }
    } catch (IOException e) {
      return false; // What cannot be read is no copy.
    }
    return found.flip().equals(expected);
  }

  /** Who may read it: there are password hashes and messages in it, in the copy as well. */
  private static FileAttribute<?>[] permissions(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))
        }
        : new FileAttribute<?>[0];
  }

  /** Deletes a folder with all that is in it; what symbolic links lead to stays. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes creations, renames and deletions in a folder survive a crash. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
