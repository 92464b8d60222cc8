package io.warrenmq.mqtt.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The topic aliases that a client has set on this connection. MQTT 5.0 §3.3.2.3.4. Confined to its
 * loop.
 */
public final class InboundAliases {
  private static final @Nullable String[] NONE = {};

  private final int max;
  private @Nullable String[] topics = NONE;

  /**
   * Without any.
   *
   * @param max the highest alias: the broker's Topic Alias Maximum, 0 to 65,535
   */
  public InboundAliases(int max) {
    this.max = max;
  }

  /** Whether an alias may be used at all. [MQTT-3.3.2-8], [MQTT-3.3.2-9] */
  public boolean isAllowed(int alias) {
    return alias > 0 && alias <= max;
  }

  /** Sets an allowed alias, anew if it was set. */
  public void set(int alias, String topic) {
    if (alias > topics.length) {
      topics = Arrays.copyOf(topics, Math.min(max, Math.max(alias, topics.length * 2)));
    }
    topics[alias - 1] = topic;
  }

  /** The topic of an allowed alias; {@code null} when it was not set. */
  public @Nullable String topic(int alias) {
    return alias <= topics.length ? topics[alias - 1] : null;
  }
}
