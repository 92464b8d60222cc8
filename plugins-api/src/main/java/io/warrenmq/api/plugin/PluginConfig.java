package io.warrenmq.api.plugin;

import java.util.List;

/**
 * The configuration as a plugin sees it: RabbitMQ's keys, already checked for type and range where
 * the key is known to the server. Immutable, thread-safe.
 */
public interface PluginConfig {
  /** The whole number under a key. */
  long integer(String key, long absent);

  /** The text under a key. */
  String text(String key, String absent);

  /** The boolean under a key. */
  boolean flag(String key, boolean absent);

  /**
   * The values of all keys {@code prefix.*}, in the order of their last parts; empty when there are
   * none.
   */
  List<String> list(String prefix);
}
