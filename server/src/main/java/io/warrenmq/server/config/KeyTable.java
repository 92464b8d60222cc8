package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and patterns to look names up in. Immutable. */
final class KeyTable {

  private final List<ConfigKey> keys;
  private final Map<String, ConfigKey> exact = new LinkedHashMap<>();
  private final Map<Integer, List<ConfigKey>> patternsBySize = new HashMap<>();

  KeyTable(List<ConfigKey> keys) {
    this.keys = List.copyOf(keys);
    for (ConfigKey key : keys) {
      if (key.name().indexOf('$') < 0) {
        if (exact.put(key.name(), key) != null) {
          throw new IllegalStateException("key described twice: " + key.name());
        }
      } else {
        patternsBySize.computeIfAbsent(key.segments().size(), n -> new ArrayList<>()).add(key);
      }
    }
    // Of two patterns that fit, the one with fewer wildcards is meant.
    for (List<ConfigKey> patterns : patternsBySize.values()) {
      patterns.sort(Comparator.comparingLong(KeyTable::wildcards));
    }
  }

  /** All, in the order given. */
  List<ConfigKey> keys() {
    return keys;
  }

  /** The key of that very name, or else a pattern that fits. */
  @Nullable ConfigKey find(String name) {
    ConfigKey found = exact.get(name);
    if (found != null) {
      return found;
    }
    List<String> segments = KeyName.segments(name);
    for (ConfigKey pattern : patternsBySize.getOrDefault(segments.size(), List.of())) {
      if (pattern.matches(segments)) {
        return pattern;
      }
    }
    return null;
  }

  private static long wildcards(ConfigKey key) {
    return key.segments().stream().filter(KeyName::isWildcard).count();
  }
}
