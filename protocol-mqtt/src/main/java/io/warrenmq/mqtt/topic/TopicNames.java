package io.warrenmq.mqtt.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What a topic name may be. MQTT 5.0 §4.7. Stateless. */
public final class TopicNames {
  private static final int BYTES_MAX = 65_535;

  private TopicNames() {}

  /** What is wrong with a topic name; {@code null} when nothing is. */
  public static @Nullable String fault(String topic) {
    if (topic.isEmpty()) {
      return "a topic name has one character at least"; // [MQTT-4.7.3-1]
    }
    for (int i = 0; i < topic.length(); i++) {
      char c = topic.charAt(i);
      if (c == '+' || c == '#') {
        return "a topic name has no wildcards"; // [MQTT-4.7.1-1]
      } else if (c == 0) {
        return "a topic name has no character U+0000"; // [MQTT-4.7.3-2]
      }
    }
    // [MQTT-4.7.3-3]
    return topic.length() > BYTES_MAX / 3 && topic.getBytes(UTF_8).length > BYTES_MAX
        ? "a topic name has 65535 bytes at most"
        : null;
  }

  /** How many levels a topic name or filter has. */
  public static int levels(String topic) {
    int levels = 1;
    for (int i = 0; i < topic.length(); i++) {
      if (topic.charAt(i) == '/') {
        levels++;
      }
    }
    return levels;
  }
}
