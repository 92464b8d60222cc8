package io.warrenmq.mqtt.store;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.retained.RetainedLog;
import io.warrenmq.mqtt.store.RecordKey.Table;

/** The retained messages as records. Thread-safe. */
public final class RetainedRecords implements RetainedLog {
  private static final int VERSION = 1;
  private static final char SEPARATOR = '\0'; // no topic has it

  private final RecordStore store;

  RetainedRecords(RecordStore store) {
    this.store = store;
  }

  /** Takes what was read. */
  public interface Reader {
    /** One retained message. */
    void read(String vhost, String topic, StoredMessage message);
  }

  @Override
  public void put(String vhost, String topic, Message message) {
    store.put(
        key(vhost, topic), () -> StoredMessage.write(new RecordWriter(VERSION), message).record());
  }

  @Override
  public void remove(String vhost, String topic) {
    store.remove(key(vhost, topic));
  }

  private static RecordKey key(String vhost, String topic) {
    return new RecordKey(Table.RETAINED, topic + SEPARATOR + vhost);
  }

  /** Reads all. Once, before anything is written. */
  public void restore(Reader reader) {
    store.forEach(
        Table.RETAINED,
        (name, record) -> {
          int end = name.indexOf(SEPARATOR);
          RecordReader in = new RecordReader(record, VERSION);
          reader.read(name.substring(end + 1), name.substring(0, end), StoredMessage.read(in));
        });
  }
}
