package io.warrenmq.mqtt.store;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Records on disk. One thread at a time. */
interface RecordFile {
  /** Reads all records of a table. */
  void forEach(RecordKey.Table table, BiConsumer<String, byte[]> reader);

  /**
   * Changes records: all are on disk when it returns, or none.
   *
   * @param changes what each is from now on; empty: it is removed
   * @throws RuntimeException when the disk does not take them; may be tried again
   */
  void write(Map<RecordKey, Optional<byte[]>> changes);

  /** Lets go of the file. Never fails. */
  void close();
}
