package io.warrenmq.testkit.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file, or folder, of a {@link FaultyFileSystem}. */
final class FaultyChannel extends FileChannel {
  private final FaultyFileSystem faults;
  private final Path path;
  private final FileChannel real;

  FaultyChannel(FaultyFileSystem faults, Path path, FileChannel real) {
    this.faults = faults;
    this.path = path;
    this.real = real;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    checkReadable(real.position(), into.remaining());
    return real.read(into);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    checkReadable(position, into.remaining());
    return real.read(into, position);
  }

  private void checkReadable(long position, int count) throws IOException {
    if (faults.isUnreadable(path, position, position + count)) {
      throw new IOException(DiskFault.EIO.text());
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = write(bytes, real.position());
    real.position(real.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    boolean failing = faults.isFailing("write", path);
    faults.written(path);
    if (failing) {
      real.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
      throw faults.failure("write", path);
    }
    return real.write(bytes, position);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    faults.begin("force", path);
    faults.forced(path);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.begin("truncate", path);
    faults.written(path);
    real.truncate(size);
    return this;
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }

  // ---- what nobody needs ----

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
