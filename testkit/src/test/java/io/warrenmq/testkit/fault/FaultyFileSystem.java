package io.warrenmq.testkit.fault;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Folders of the real file system that fail as a test says, for code that works on {@link Path}s.
 * What it has done before it dies stays, as when a process is killed. Nothing is really forced: it
 * is remembered what would have to be. Confined to the test's thread.
 */
public final class FaultyFileSystem extends FileSystem {
  private final FileSystem real;
  private final FaultyProvider provider;
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final Set<Path> unforced = new TreeSet<>();
  private Watcher watcher = (what, path) -> {};
  private boolean hasLinks = true;
  private long usableBytes = Long.MAX_VALUE;
  private long operations;
  private long failingOperation = -1;
  private long dyingOperation = Long.MAX_VALUE;
  private DiskFault fault = DiskFault.EIO;

  private record Unreadable(Path file, long from, long to) {}

  /** Is told before each operation that changes something. */
  public interface Watcher {
    /** This is about to be done to the file or folder. */
    void before(String what, Path path);
  }

  /** Uses the file system that a path is of. */
  public FaultyFileSystem(Path any) {
    real = any.getFileSystem();
    provider = new FaultyProvider(this, real.provider());
  }

  /** The same file or folder, seen through this. */
  public Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            FaultyFileSystem.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getFileSystem")) {
                return this;
              }
              Object[] plain = arguments == null ? new Object[0] : arguments.clone();
              for (int i = 0; i < plain.length; i++) {
                plain[i] = unwrapped(plain[i]);
              }
              try {
                Object result = method.invoke(path, plain);
                return result instanceof Path found ? wrap(found) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object unwrapped(Object any) {
    return any instanceof Path path && path.getFileSystem() instanceof FaultyFileSystem faulty
        ? faulty.unwrap(path)
        : any;
  }

  Path unwrap(Path path) {
    return path.getFileSystem() == this ? real.getPath(path.toString()) : path;
  }

  // ---- what a test says ----

  /** How many operations that change something there were so far. */
  public long operations() {
    return operations;
  }

  /** Has one operation fail, by its number from 1 on; of a write, half of it is done. */
  public void failAt(long operation, DiskFault how) {
    failingOperation = operation;
    fault = how;
  }

  /** Has one operation and all after it fail, by its number from 1 on. */
  public void dieAt(long operation) {
    dyingOperation = operation;
  }

  /** Has reads of these bytes of a file fail; {@code to} is not one of them. */
  public void makeUnreadable(Path file, long from, long to) {
    unreadable.add(new Unreadable(unwrap(file), from, to));
  }

  /** Has no file made a link of another one. */
  public void refuseLinks() {
    hasLinks = false;
  }

  /** Says what there is room for; it bounds nothing. */
  public void setUsableBytes(long bytes) {
    usableBytes = bytes;
  }

  /** Has somebody look on. */
  public void watch(Watcher watcher) {
    this.watcher = watcher;
  }

  /** The files with bytes, and folders with names, of which a power cut could take some. */
  public Set<Path> unforced() {
    return unforced;
  }

  // ---- what its parts ask ----

  long usableBytes() {
    return usableBytes;
  }

  boolean hasLinks() {
    return hasLinks;
  }

  /** Something is to be done: throws when that fails. */
  void begin(String what, Path path) throws IOException {
    if (isFailing(what, path)) {
      throw failure(what, path);
    }
  }

  boolean isFailing(String what, Path path) {
    watcher.before(what, path);
    return ++operations == failingOperation || operations >= dyingOperation;
  }

  IOException failure(String what, Path path) {
    String text = operations >= dyingOperation ? "killed" : fault.text();
    return new IOException(what + " " + path + ": " + text + " (operation " + operations + ")");
  }

  /** Whether the file has bytes here that cannot be read. */
  boolean isUnreadable(Path file, long from, long to) {
    return unreadable.stream()
        .anyMatch(bad -> bad.file.equals(file) && from < bad.to && to > bad.from);
  }

  /** A name in the folder of this has changed. */
  void named(Path path) {
    Path folder = path.getParent();
    if (folder != null) {
      unforced.add(folder);
    }
  }

  void written(Path path) {
    unforced.add(path);
  }

  void forced(Path path) {
    unforced.remove(path);
  }

  /** What was not safe under one name is not safe under another either. */
  void moved(Path from, Path to) {
    for (Path path : List.copyOf(unforced)) {
      if (path.startsWith(from)) {
        unforced.remove(path);
        unforced.add(to.resolve(from.relativize(path)));
      }
    }
  }

  void deleted(Path path) {
    unforced.remove(path);
  }

  // ---- as a file system ----

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
