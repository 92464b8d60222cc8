package io.warrenmq.api.plugin;

import java.util.List;
import java.util.Map;

/**
 * The configuration as a plugin sees it: RabbitMQ's keys, already checked for type and range, and
 * the plugin's own, {@code plugin.NAME.*}, of which the server knows nothing: they are refused
 * where they are read, with an {@link IllegalArgumentException} for the operator. Immutable,
 * thread-safe.
 */
public interface PluginConfig {
  /** The whole number under a key. */
  long integer(String key, long absent);

  /** The number under a key; 40 % is 0.4. */
  double decimal(String key, double absent);

  /** The text under a key. */
  String text(String key, String absent);

  /** The boolean under a key. */
  boolean flag(String key, boolean absent);

  /**
   * The values of all keys {@code prefix.*}, in the order of their last parts; empty when there are
   * none.
   */
  List<String> list(String prefix);

  /**
   * The texts of all keys {@code prefix.*} by their last parts, in alphabetical order; empty when
   * there are none.
   */
  Map<String, String> texts(String prefix);
}
