package io.warrenmq.server.boot;

import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.server.config.Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration as plugins see it. Immutable. */
final class PluginSettings implements PluginConfig {
  private static final String PLUGINS = "plugin.";

  private final Config config;

  PluginSettings(Config config) {
    this.config = config;
  }

  @Override
  public long integer(String key, long absent) {
    if (!isPlugins(key)) {
      return find(key, Long.class, absent);
    }
    String text = find(key, String.class, "");
    try {
      return text.isEmpty() ? absent : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " = " + text + ": it is not a whole number", e);
    }
  }

  @Override
  public double decimal(String key, double absent) {
    if (!isPlugins(key)) {
      return find(key, Double.class, absent);
    }
    String text = find(key, String.class, "");
    try {
      return text.isEmpty() ? absent : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " = " + text + ": it is not a number", e);
    }
  }

  @Override
  public String text(String key, String absent) {
    return find(key, String.class, absent);
  }

  @Override
  public boolean flag(String key, boolean absent) {
    if (!isPlugins(key)) {
      return find(key, Boolean.class, absent);
    }
    String text = find(key, String.class, "");
    return switch (text) {
      case "" -> absent;
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> throw new IllegalArgumentException(key + " = " + text + ": it is no switch");
    };
  }

  @Override
  public List<String> list(String prefix) {
    return config.list(prefix);
  }

  @Override
  public Map<String, String> texts(String prefix) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : config.names(prefix)) {
      texts.put(name, text(prefix + "." + Config.escape(name), ""));
    }
    return texts;
  }

  /** Of most of these the server knows the name alone: they are read as texts. */
  private boolean isPlugins(String key) {
    return key.startsWith(PLUGINS) && config.isText(key);
  }

  private <T> T find(String key, Class<T> type, T absent) {
    // A key that the server does not know cannot have been set: the start refuses it.
    return config.isKey(key) ? config.find(key, type).orElse(absent) : absent;
  }
}
