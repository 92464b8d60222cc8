package io.warrenmq.mqtt.store;

import io.warrenmq.api.message.Message;

/** What there is of a message in a record, beside its topic; each as {@link Message} has it. */
public record StoredMessage(
    byte[] bytes, int headerLength, boolean isDurable, long ttlMs, long receivedMs) {

  static RecordWriter write(RecordWriter out, Message message) {
    return out.flag(message.isDurable())
        .number(message.ttlMs())
        .number(message.receivedMs())
        .number(message.headerLength())
        .bytes(message.bytes());
  }

  static StoredMessage read(RecordReader in) {
    boolean durable = in.flag();
    long ttlMs = in.number();
    long receivedMs = in.number();
    int headerLength = (int) in.number();
    return new StoredMessage(in.bytes(), headerLength, durable, ttlMs, receivedMs);
  }
}
