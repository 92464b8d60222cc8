package io.warrenmq.testkit.fault;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** The volume of a {@link FaultyFileSystem}: as much room as a test says. */
final class FaultyStore extends FileStore {
  private final FaultyFileSystem faults;
  private final FileStore real;

  FaultyStore(FaultyFileSystem faults, FileStore real) {
    this.faults = faults;
    this.real = real;
  }

  @Override
  public long getUsableSpace() throws IOException {
    return Math.min(faults.usableBytes(), real.getUsableSpace());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FaultyStore store && store.real.equals(real);
  }

  @Override
  public int hashCode() {
    return real.hashCode();
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public String type() {
    return real.type();
  }

  @Override
  public boolean isReadOnly() {
    return real.isReadOnly();
  }

  @Override
  public long getTotalSpace() throws IOException {
    return real.getTotalSpace();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    return getUsableSpace();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return real.supportsFileAttributeView(type);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return real.supportsFileAttributeView(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return real.getFileStoreAttributeView(type);
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return real.getAttribute(attribute);
  }
}
