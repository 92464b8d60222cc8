package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.List;

/** Messages of MQTT's format, for tests that do not look into them. */
public final class Messages {
  private static final MqttFormat FORMAT =
      new MqttFormat(new ReplyTopics("amq.topic", new TopicKeys(false)));

  private Messages() {}

  /** One of so many bytes. */
  public static Message of(int bytes) {
    return of("t", new byte[bytes], 0, true, Message.NO_TTL, 0);
  }

  /** One with all that differs. */
  public static Message of(
      String key, byte[] bytes, int headerLength, boolean durable, long ttlMs, long receivedMs) {
    return new Message(
        FORMAT,
        bytes,
        headerLength,
        durable,
        Message.NO_PRIORITY,
        ttlMs,
        receivedMs,
        "amq.topic",
        key,
        List.of());
  }
}
