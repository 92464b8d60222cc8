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
    void read(String vhost, String topic, Stored message);
  }

  /** What there is of a message beside its topic; each as {@link Message} has it. */
  public record Stored(
      byte[] bytes, int headerLength, boolean isDurable, long ttlMs, long receivedMs) {}

  @Override
  public void put(String vhost, String topic, Message message) {
    store.put(
        key(vhost, topic),
        () ->
            new RecordWriter(VERSION)
                .flag(message.isDurable())
                .number(message.ttlMs())
                .number(message.receivedMs())
                .number(message.headerLength())
                .bytes(message.bytes())
                .record());
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
          boolean durable = in.flag();
          long ttlMs = in.number();
          long receivedMs = in.number();
          int headerLength = (int) in.number();
          reader.read(
              name.substring(end + 1),
              name.substring(0, end),
              new Stored(in.bytes(), headerLength, durable, ttlMs, receivedMs));
        });
  }
}
