package io.warrenmq.mqtt.store;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import java.nio.file.Path;

/** What MQTT keeps over restarts beside the broker's own queues and bindings. Thread-safe. */
public final class MqttStore {
  private static final String FILE = "mqtt.mv";

  private final RecordStore store;
  private final SessionRecords sessions;
  private final RetainedRecords retained;

  MqttStore(RecordFile file) {
    this.store = new RecordStore(file);
    this.sessions = new SessionRecords(store);
    this.retained = new RetainedRecords(store);
  }

  /**
   * Opens it, or makes it.
   *
   * @param folder its own
   * @throws IllegalStateException when it cannot be read; the text says what to do
   */
  public static MqttStore open(Path folder) {
    return new MqttStore(new MvRecordFile(folder.resolve(FILE)));
  }

  /** Of sessions. */
  public SessionRecords sessions() {
    return sessions;
  }

  /** Of retained messages. */
  public RetainedRecords retained() {
    return retained;
  }

  /** All was read: from now on it writes. Once. */
  public void start() {
    store.start();
  }

  /**
   * Waits for the disk.
   *
   * @param loop the caller's
   * @return completes there when all that was changed before is on disk; fails when the disk does
   *     not take it
   */
  public Future<Void> stored(Loop loop) {
    return store.stored(loop);
  }

  /** Writes what is left and lets go of the file. Waits for it. */
  public void close() {
    store.close();
  }
}
