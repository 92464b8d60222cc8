package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A folder that is only read, for who looks at a store that may be damaged: nothing is made, not
 * even the folder, and blocks that the disk cannot give back are read as zeros and remembered. One
 * thread.
 */
public final class ReadOnlyDisk implements Disk {
  private static final int BLOCK_BYTES = FrameLog.BLOCK_BYTES;

  private final Path folder;
  private final List<StoreDamage> unreadable = new ArrayList<>();

  /** Uses a folder, which need not exist. */
  public ReadOnlyDisk(Path folder) {
    this.folder = folder;
  }

  /** The blocks that could not be read so far, each once for every time that it was tried. */
  public List<StoreDamage> unreadable() {
    return unreadable;
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ReadOnlyDisk::isFile)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  /** Throws when the disk does not say: a file that is there is not to be taken for missing. */
  private static boolean isFile(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      return false; // a link that leads nowhere
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new OpenFile(name, FileChannel.open(folder.resolve(name), StandardOpenOption.READ));
  }

  @Override
  public void rename(String from, String to) {
    throw refusal();
  }

  @Override
  public void delete(String name) {
    throw refusal();
  }

  @Override
  public long freeBytes() {
    return 0;
  }

  @Override
  public void forceNames() {
    throw refusal();
  }

  private static UnsupportedOperationException refusal() {
    return new UnsupportedOperationException("it is only read");
  }

  private final class OpenFile implements DiskFile {
    private final String name;
    private final FileChannel channel;

    OpenFile(String name, FileChannel channel) {
      this.name = name;
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      try {
        return channel.size();
      } catch (IOException e) {
        throw new FileSystemException(folder.resolve(name).toString(), null, e.getMessage());
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int start = into.position();
      int limit = into.limit();
      try {
        while (into.hasRemaining() && channel.read(into, position + into.position() - start) >= 0) {
          // Until it is full or the file ends.
        }
      } catch (IOException e) {
        into.limit(limit).position(start);
        readBlocks(position, into);
      }
      return into.position() - start;
    }

    /** Block by block, so that a bad one costs no more than itself. */
    private void readBlocks(long position, ByteBuffer into) throws IOException {
      int start = into.position();
      int limit = into.limit();
      long size = size();
      while (into.position() < limit) {
        int before = into.position();
        long at = position + before - start;
        int count = (int) Math.min(BLOCK_BYTES - at % BLOCK_BYTES, limit - before);
        count = (int) Math.min(count, size - at);
        if (count <= 0) {
          return;
        }
        into.limit(before + count);
        try {
          while (into.hasRemaining() && channel.read(into, at + into.position() - before) >= 0) {
            // Until it is full or the file ends.
          }
        } catch (IOException e) {
          unreadable.add(new StoreDamage(name, at, "the disk cannot read it: " + e.getMessage()));
          into.position(before);
          into.put(new byte[count]);
        }
        into.limit(limit).position(before + count);
      }
    }

    @Override
    public void write(long position, ByteBuffer[] buffers, int count) {
      throw refusal();
    }

    @Override
    public void force() {
      throw refusal();
    }

    @Override
    public void preallocate(long bytes) {
      throw refusal();
    }

    @Override
    public void truncate(long bytes) {
      throw refusal();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
