package io.warrenmq.core.store;

import java.io.IOException;

/**
 * Bytes that were safely on disk are not what was written. The store is not to be opened: what to
 * do is for an operator to say.
 */
public final class CorruptStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String what;

  /**
   * Damage at one place.
   *
   * @param file the file's name
   * @param offset the byte in it, 0 or more
   * @param what what was expected and what was found
   */
  public CorruptStoreException(String file, long offset, String what) {
    super("the store is damaged: file " + file + ", offset " + offset + ": " + what);
    this.file = file;
    this.offset = offset;
    this.what = what;
  }

  /** The damaged file's name. */
  public String file() {
    return file;
  }

  /** Where in the file. */
  public long offset() {
    return offset;
  }

  /** What was expected and what was found. */
  public String what() {
    return what;
  }
}
