package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;

import java.util.ArrayList;
import java.util.List;

/** What is logged, and where to. */
final class LogKeys {

  private static final List<String> CATEGORIES =
      List.of("default", "connection", "channel", "queue", "federation", "upgrade");

  private LogKeys() {}

  static List<ConfigKey> all() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.add(
        ConfigKey.of("log.console", bool(), "Whether to log to the console.")
            .defaultTo("true")
            .planned());
    keys.add(
        ConfigKey.of("log.console.level", level(), "Least level shown there.").defaultTo("info"));
    keys.add(
        ConfigKey.of("log.console.formatter", formatter(), "How lines look there.")
            .defaultTo("plaintext")
            .planned());
    keys.add(
        ConfigKey.of("log.file", nonEmpty(), "File to log to; false: none.")
            .defaultTo("false")
            .planned());
    keys.add(
        ConfigKey.of("log.file.level", level(), "Least level written to it.")
            .defaultTo("info")
            .planned());
    keys.add(
        ConfigKey.of("log.file.formatter", formatter(), "How its lines look.")
            .defaultTo("plaintext")
            .planned());
    keys.add(
        ConfigKey.of(
                "log.file.rotation.size",
                bytes(0, Long.MAX_VALUE),
                "Size at which a new file is begun; 0: never.")
            .unit("bytes")
            .defaultTo("10MB")
            .planned());
    keys.add(
        ConfigKey.of("log.file.rotation.count", integer(0, 10000), "Old files kept.")
            .defaultTo("5")
            .planned());
    keys.add(
        ConfigKey.of("log.file.rotation.compress", bool(), "Whether old files are compressed.")
            .defaultTo("false")
            .planned());
    keys.add(
        ConfigKey.of("log.dir", nonEmpty(), "Directory of a log file without a path.").planned());
    for (String category : CATEGORIES) {
      keys.add(
          ConfigKey.of(
                  "log." + category + ".level",
                  level(),
                  category.equals("default")
                      ? "Least level of whatever has no level of its own."
                      : "Least level of what concerns this; unset: log.default.level.")
              .planned());
    }
    return keys;
  }

  private static ValueType<String> level() {
    return oneOf(
        "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", "none");
  }

  private static ValueType<String> formatter() {
    return oneOf("plaintext", "json");
  }
}
