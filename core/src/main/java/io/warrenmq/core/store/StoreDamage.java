package io.warrenmq.core.store;

/**
 * One place at which the store is not what was written. Immutable.
 *
 * @param file the file's name
 * @param offset the byte in it, 0 or more
 * @param what what was expected and what was found
 */
public record StoreDamage(String file, long offset, String what) {
  /** What a reader has refused. */
  public static StoreDamage of(CorruptStoreException refusal) {
    return new StoreDamage(refusal.file(), refusal.offset(), refusal.what());
  }

  /** The same for a file that lies in a folder of this name. */
  public StoreDamage in(String folder) {
    return new StoreDamage(folder + "/" + file, offset, what);
  }

  @Override
  public String toString() {
    return file + ", offset " + offset + ": " + what;
  }
}
