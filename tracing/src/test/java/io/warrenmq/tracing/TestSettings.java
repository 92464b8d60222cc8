package io.warrenmq.tracing;

import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration.
 *
 * @param keys below {@code warren.opentelemetry.}, as they would be written
 */
record TestSettings(Map<String, String> keys) implements PluginContext, PluginConfig {
  private static final String PREFIX = "warren.opentelemetry.";

  @Override
  public PluginConfig config() {
    return this;
  }

  @Override
  public Path dataFolder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String text(String key, String absent) {
    return keys.getOrDefault(key.substring(PREFIX.length()), absent);
  }

  @Override
  public long integer(String key, long absent) {
    return Long.parseLong(text(key, Long.toString(absent)));
  }

  @Override
  public double decimal(String key, double absent) {
    return Double.parseDouble(text(key, Double.toString(absent)));
  }

  @Override
  public boolean flag(String key, boolean absent) {
    return Boolean.parseBoolean(text(key, Boolean.toString(absent)));
  }

  @Override
  public List<String> list(String prefix) {
    return List.copyOf(texts(prefix).values());
  }

  @Override
  public Map<String, String> texts(String prefix) {
    String start = prefix.substring(PREFIX.length()) + ".";
    Map<String, String> texts = new TreeMap<>();
    keys.forEach(
        (key, value) -> {
          if (key.startsWith(start)) {
            texts.put(key.substring(start.length()), value);
          }
        });
    return texts;
  }
}
