package com.example.line;

import io.warrenmq.api.plugin.PluginConfig;

/**
 * The plugin's settings. Immutable.
 *
 * @param lineBytesMax the longest line that a client may send, in bytes
 * @param prefetch how many messages of a subscription may wait for their ACK
 */
record LineOptions(int lineBytesMax, int prefetch) {
  static LineOptions of(PluginConfig config) {
    return new LineOptions(
        within(config, "plugin.line.line_max", 65_536, 256, 16 << 20),
        within(config, "plugin.line.prefetch", 100, 1, 65_535));
  }

  /** What is thrown here is the reason that the operator reads why the plugin was left out. */
  private static int within(PluginConfig config, String key, int absent, int min, int max) {
    long value = config.integer(key, absent);
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s = %d: allowed are %d to %d".formatted(key, value, min, max));
    }
    return (int) value;
  }
}
