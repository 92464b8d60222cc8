package io.warrenmq.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key that may stand in a configuration. Immutable.
 *
 * @param name the key, or a pattern in which a part such as {@code $name} stands for any one part
 * @param type what its value may be
 * @param unit the unit of a bare number; empty for none
 * @param defaultText the value when nothing is set, as it would be written; null for none. Keys
 *     with wildcards have none.
 * @param defaultUnlessUnder the default does not apply once this key or one below it is set; null
 *     if it always applies. A file that names its own listeners does not get the default one too.
 * @param doc what it does, in a sentence
 * @param status whether it has a meaning here
 */
record ConfigKey(
    String name,
    ValueType<?> type,
    String unit,
    @Nullable String defaultText,
    @Nullable String defaultUnlessUnder,
    String doc,
    Status status) {

  /** Whether a key does anything. */
  enum Status {
    /** Read by WarrenMQ. */
    SUPPORTED,
    /** Checked, but not read before what it concerns is there: a warning when it is set. */
    PLANNED,
    /** RabbitMQ's, without a meaning here: a warning. */
    ACCEPTED_NO_MEANING
  }

  static ConfigKey of(String name, ValueType<?> type, String doc) {
    return new ConfigKey(name, type, "", null, null, doc, Status.SUPPORTED);
  }

  /** A key that is known, checked for nothing and used for nothing. */
  static ConfigKey accepted(String name) {
    return new ConfigKey(name, ValueType.string(), "", null, null, "", Status.ACCEPTED_NO_MEANING);
  }

  ConfigKey unit(String unit) {
    return new ConfigKey(name, type, unit, defaultText, defaultUnlessUnder, doc, status);
  }

  ConfigKey defaultTo(String text) {
    return new ConfigKey(name, type, unit, text, defaultUnlessUnder, doc, status);
  }

  ConfigKey defaultUnlessUnder(String prefix) {
    return new ConfigKey(name, type, unit, defaultText, prefix, doc, status);
  }

  /** The same key, as a pattern has it: its default is for whoever reads it to say. */
  ConfigKey withoutDefault() {
    return new ConfigKey(name, type, unit, null, null, doc, status);
  }

  /** The same key, without effect as yet. */
  ConfigKey planned() {
    return new ConfigKey(name, type, unit, defaultText, defaultUnlessUnder, doc, Status.PLANNED);
  }

  /** Those keys, without effect as yet. */
  static List<ConfigKey> planned(List<ConfigKey> keys) {
    return keys.stream().map(ConfigKey::planned).toList();
  }

  /** Whether a key is WarrenMQ's to read, now or later. */
  boolean isSupported() {
    return status != Status.ACCEPTED_NO_MEANING;
  }

  boolean isPlanned() {
    return status == Status.PLANNED;
  }

  boolean isPattern() {
    return segments().stream().anyMatch(KeyName::isWildcard);
  }

  List<String> segments() {
    return KeyName.segments(name);
  }

  /** Whether {@code key}, already taken apart, is an instance of this key or pattern. */
  boolean matches(List<String> key) {
    List<String> mine = segments();
    if (mine.size() != key.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!KeyName.isWildcard(mine.get(i)) && !mine.get(i).equals(key.get(i))) {
        return false;
      }
    }
    return true;
  }
}
