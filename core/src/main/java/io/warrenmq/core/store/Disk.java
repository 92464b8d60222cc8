package io.warrenmq.core.store;

import java.io.IOException;
import java.util.List;

/**
 * One folder of files, as a write-ahead log and segments need it. Names are plain file names:
 * letters, digits, dots, dashes and underscores. Calls block: never on an event loop.
 *
 * <p>A file's bytes survive a crash once {@link DiskFile#force} has returned; that it exists, is
 * gone or has another name survives once {@link #forceNames} has returned. Until then any part of
 * it may be there after a crash, or none.
 */
public interface Disk {
  /** Opens a file for reading and writing, and makes it, empty, when it does not exist. */
  DiskFile open(String name) throws IOException;

  /** The names of all files, sorted. */
  List<String> list() throws IOException;

  /**
   * Renames a file in one step; a file that has the new name is replaced. The file stays open under
   * its new name.
   */
  void rename(String from, String to) throws IOException;

  /** Deletes a file. Fails when there is none. */
  void delete(String name) throws IOException;

  /** Bytes that may still be written before the disk is full. */
  long freeBytes() throws IOException;

  /** Makes creations, renames and deletions so far survive a crash. */
  void forceNames() throws IOException;
}
