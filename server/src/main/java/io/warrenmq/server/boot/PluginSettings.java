package io.warrenmq.server.boot;

import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.server.config.Config;
import java.util.List;

/** The configuration as plugins see it. Immutable. */
final class PluginSettings implements PluginConfig {
  private final Config config;

  PluginSettings(Config config) {
    this.config = config;
  }

  @Override
  public long integer(String key, long absent) {
    return find(key, Long.class, absent);
  }

  @Override
  public String text(String key, String absent) {
    return find(key, String.class, absent);
  }

  @Override
  public boolean flag(String key, boolean absent) {
    return find(key, Boolean.class, absent);
  }

  @Override
  public List<String> list(String prefix) {
    return config.list(prefix);
  }

  private <T> T find(String key, Class<T> type, T absent) {
    try {
      return config.find(key, type).orElse(absent);
    } catch (IllegalArgumentException e) {
      return absent; // A key that the server does not know cannot have been set: the start refuses
      // it.
    }
  }
}
