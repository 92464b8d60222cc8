package io.warrenmq.server.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $(name)} within values, as RabbitMQ does: by the value that key {@code name} was
 * given in the configuration or else by the environment variable of that name.
 */
final class Interpolation {

  // An expansion may multiply what it refers to; no honest value comes near this.
  private static final int VALUE_CHARS_MAX = 1 << 20;

  private final Map<String, RawSetting> settings;
  private final Map<String, String> environment;

  Interpolation(Map<String, RawSetting> settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  String expand(RawSetting setting) throws BadValueException {
    return expand(setting, new ArrayDeque<>());
  }

  private String expand(RawSetting setting, Deque<String> within) throws BadValueException {
    String value = setting.value();
    if (!setting.expands() || value.indexOf("$(") < 0) {
      return value;
    }
    if (within.contains(setting.key())) {
      throw new BadValueException("it refers to itself through $(" + setting.key() + ")");
    }
    within.push(setting.key());
    StringBuilder expanded = new StringBuilder();
    int at = 0;
    int start;
    while ((start = value.indexOf("$(", at)) >= 0) {
      int end = value.indexOf(')', start);
      if (end < 0) {
        break;
      }
      String name = value.substring(start + 2, end).strip();
      String replacement = valueOf(name, within);
      if (replacement == null) {
        throw new BadValueException(
            "$(" + name + ") is neither a key that is set nor an environment variable");
      }
      expanded.append(value, at, start).append(replacement);
      if (expanded.length() > VALUE_CHARS_MAX) {
        throw new BadValueException("it expands to more than " + VALUE_CHARS_MAX + " characters");
      }
      at = end + 1;
    }
    within.pop();
    return expanded.append(value, at, value.length()).toString();
  }

  private @Nullable String valueOf(String name, Deque<String> within) throws BadValueException {
    RawSetting referred = settings.get(name);
    return referred != null ? expand(referred, within) : environment.get(name);
  }
}
