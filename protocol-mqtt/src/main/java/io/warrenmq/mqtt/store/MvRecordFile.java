package io.warrenmq.mqtt.store;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in a file of MVStore's. One thread at a time. */
final class MvRecordFile implements RecordFile {
  private static final Logger LOG = LoggerFactory.getLogger(MvRecordFile.class);
  private static final int CACHE_MB = 2; // What is in use is in memory as what it is.
  private static final int RETENTION_MS = 1_000; // Each commit is synced: no more is needed.
  private static final int TIDY_EVERY = 64; // commits
  private static final int TIDY_FILL_PERCENT = 50;
  private static final int TIDY_BYTES = 1 << 20;
  private static final int CLOSE_MS = 1_000; // for giving space back

  private final Path path;
  private final Map<RecordKey.Table, MVMap<String, byte[]>> maps =
      new EnumMap<>(RecordKey.Table.class);
  private MVStore store;
  private int commits;

  /**
   * Opens the file, or makes it.
   *
   * @throws IllegalStateException when it cannot be read; the text says what to do
   */
  MvRecordFile(Path path) {
    this.path = path;
    this.store = open();
  }

  private MVStore open() {
    MVStore opened;
    try {
      opened =
          new MVStore.Builder()
              .fileName(path.toString())
              .autoCommitDisabled()
              .cacheSize(CACHE_MB)
              .open();
    } catch (MVStoreException e) {
      throw new IllegalStateException(
          "sessions and retained messages of MQTT cannot be read from "
              + path
              + ": "
              + e.getMessage()
              + ". Put the file back from a backup, or move it away to begin without them.",
          e);
    }
    opened.setRetentionTime(RETENTION_MS);
    opened.setVersionsToKeep(0);
    maps.clear();
    for (RecordKey.Table table : RecordKey.Table.values()) {
      maps.put(
          table,
          opened.openMap(
              table.name().toLowerCase(Locale.ROOT),
              new MVMap.Builder<String, byte[]>()
                  .keyType(StringDataType.INSTANCE)
                  .valueType(ByteArrayDataType.INSTANCE)));
    }
    return opened;
  }

  private MVMap<String, byte[]> map(RecordKey.Table table) {
    return Objects.requireNonNull(maps.get(table));
  }

  @Override
  public void forEach(RecordKey.Table table, BiConsumer<String, byte[]> reader) {
    map(table).forEach(reader);
  }

  @Override
  public void write(Map<RecordKey, Optional<byte[]>> changes) {
    if (store.isClosed()) { // as it is after the disk has failed
      store = open();
    }
    changes.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            map(key.table()).put(key.name(), value.get());
          } else {
            map(key.table()).remove(key.name());
          }
        });
    store.commit();
    store.sync();
    if (++commits % TIDY_EVERY == 0) {
      store.compact(TIDY_FILL_PERCENT, TIDY_BYTES);
    }
  }

  @Override
  public void close() {
    try {
      store.close(CLOSE_MS);
    } catch (MVStoreException e) {
      LOG.warn("{} was not closed well", path, e);
      store.closeImmediately();
    }
  }
}
