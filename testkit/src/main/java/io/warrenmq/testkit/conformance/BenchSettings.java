package io.warrenmq.testkit.conformance;

import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a plugin is started with in tests. Immutable.
 *
 * @param keys the configuration, as it would be written
 * @param folder where the plugin keeps what it keeps
 */
record BenchSettings(Map<String, String> keys, Path folder) implements PluginContext, PluginConfig {
  @Override
  public PluginConfig config() {
    return this;
  }

  @Override
  public Path dataFolder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long integer(String key, long absent) {
    String text = keys.get(key);
    return text == null ? absent : Long.parseLong(text);
  }

  @Override
  public double decimal(String key, double absent) {
    String text = keys.get(key);
    return text == null ? absent : Double.parseDouble(text);
  }

  @Override
  public String text(String key, String absent) {
    return keys.getOrDefault(key, absent);
  }

  @Override
  public boolean flag(String key, boolean absent) {
    String text = keys.get(key);
    return text == null ? absent : Boolean.parseBoolean(text);
  }

  @Override
  public List<String> list(String prefix) {
    return keys.entrySet().stream()
        .filter(entry -> isChild(entry.getKey(), prefix + "."))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Map<String, String> texts(String prefix) {
    Map<String, String> texts = new TreeMap<>();
    keys.forEach(
        (key, value) -> {
          if (isChild(key, prefix + ".")) {
            texts.put(key.substring(prefix.length() + 1), value);
          }
        });
    return texts;
  }

  private static boolean isChild(String key, String prefix) {
    return key.startsWith(prefix) && key.indexOf('.', prefix.length()) < 0;
  }
}
