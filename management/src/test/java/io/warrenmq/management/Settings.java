package io.warrenmq.management;

import io.warrenmq.api.plugin.PluginConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A configuration of some keys. */
record Settings(TreeMap<String, Object> values) implements PluginConfig {
  static Settings of(Object... keysAndValues) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Settings(values);
  }

  @Override
  public long integer(String key, long absent) {
    return values.get(key) instanceof Number number ? number.longValue() : absent;
  }

  @Override
  public double decimal(String key, double absent) {
    return values.get(key) instanceof Number number ? number.doubleValue() : absent;
  }

  @Override
  public String text(String key, String absent) {
    return values.get(key) instanceof String text ? text : absent;
  }

  @Override
  public boolean flag(String key, boolean absent) {
    return values.get(key) instanceof Boolean flag ? flag : absent;
  }

  @Override
  public List<String> list(String prefix) {
    Map<String, Object> below = values.subMap(prefix + ".", prefix + "/");
    return below.values().stream().map(Object::toString).toList();
  }

  @Override
  public Map<String, String> texts(String prefix) {
    Map<String, String> texts = new TreeMap<>();
    values
        .subMap(prefix + ".", prefix + "/")
        .forEach((key, value) -> texts.put(key.substring(prefix.length() + 1), value.toString()));
    return texts;
  }
}
