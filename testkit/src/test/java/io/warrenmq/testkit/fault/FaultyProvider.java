package io.warrenmq.testkit.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link FaultyFileSystem} does to files and folders. */
final class FaultyProvider extends FileSystemProvider {
  private final FaultyFileSystem faults;
  private final FileSystemProvider real;

  FaultyProvider(FaultyFileSystem faults, FileSystemProvider real) {
    this.faults = faults;
    this.real = real;
  }

  private Path plain(Path path) {
    return faults.unwrap(path);
  }

  // ---- what changes something ----

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path file = plain(path);
    boolean makes =
        options.contains(StandardOpenOption.CREATE_NEW)
            || (options.contains(StandardOpenOption.CREATE) && !file.toFile().exists());
    if (makes) {
      faults.begin("make", file);
    }
    FileChannel opened = real.newFileChannel(file, options, attributes);
    if (makes) {
      faults.named(file);
    }
    return new FaultyChannel(faults, file, opened);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    Path made = plain(folder);
    faults.begin("make folder", made);
    real.createDirectory(made, attributes);
    faults.named(made);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    if (!faults.hasLinks()) {
      throw new UnsupportedOperationException();
    }
    Path made = plain(link);
    faults.begin("link", made);
    real.createLink(made, plain(existing));
    faults.named(made);
  }

  @Override
  public void delete(Path path) throws IOException {
    Path deleted = plain(path);
    faults.begin("delete", deleted);
    real.delete(deleted);
    faults.deleted(deleted);
    faults.named(deleted);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    faults.begin("move", plain(from));
    real.move(plain(from), plain(to), options);
    faults.moved(plain(from), plain(to));
    faults.named(plain(from));
    faults.named(plain(to));
  }

  // ---- what only looks ----

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> all =
        real.newDirectoryStream(plain(folder), path -> filter.accept(faults.wrap(path)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> paths = all.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return paths.hasNext();
          }

          @Override
          public Path next() {
            return faults.wrap(paths.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return real.isSameFile(plain(one), plain(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(plain(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return new FaultyStore(faults, real.getFileStore(plain(path)));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(plain(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(plain(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(plain(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return real.readAttributes(plain(path), attributes, options);
  }

  // ---- what nobody needs ----

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
