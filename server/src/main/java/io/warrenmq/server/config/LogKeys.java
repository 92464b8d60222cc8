package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.matching;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is logged, and where to. */
final class LogKeys {

  private static final List<String> CATEGORIES =
      List.of("connection", "channel", "queue", "federation", "upgrade");
  private static final Pattern FORMAT =
      Pattern.compile("(?:[^$]++|\\$(?:time|level|msg|logger|domain|pid|thread)(?![a-z]))+");
  private static final Pattern FIELD_MAP =
      Pattern.compile(" *(?:(?:\\*:-|[^ :*]+(?::[^ :]+)?)(?: +|$))*");
  private static final Pattern VERBOSITY_MAP =
      Pattern.compile(
          " *(?:(?:debug|info|notice|warning|error|critical|alert|emergency|\\*):[0-9]{1,9}(?: +|$))*");

  private LogKeys() {}

  static List<ConfigKey> all() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.add(
        ConfigKey.of("log.console", bool(), "Whether to log to the console.").defaultTo("true"));
    keys.add(
        ConfigKey.of(
                "log.console.stdio",
                oneOf("stdout", "stderr"),
                "Whether that is standard output or standard error.")
            .defaultTo("stderr"));
    addOutput(keys, "log.console");
    keys.add(
        ConfigKey.of(
                "log.file",
                nonEmpty(),
                "File to log to, in log.dir unless it has a path; true: warrenmq.log; false: none.")
            .defaultTo("false"));
    addOutput(keys, "log.file");
    keys.add(
        ConfigKey.of(
                "log.file.rotation.size",
                bytes(0, Long.MAX_VALUE),
                "Size at which a new file is begun; 0: never.")
            .unit("bytes")
            .defaultTo("10MB"));
    keys.add(
        ConfigKey.of("log.file.rotation.count", integer(0, 10000), "Old files kept.")
            .defaultTo("5"));
    keys.add(
        ConfigKey.of("log.file.rotation.compress", bool(), "Whether old files are compressed.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
            "log.dir",
            nonEmpty(),
            "Directory of a log file without a path; unset: log in the data folder."));
    keys.add(
        ConfigKey.of(
                "log.default.level", level(), "Least level of an output without one of its own.")
            .defaultTo("info"));
    for (String category : CATEGORIES) {
      keys.add(
          ConfigKey.of(
              "log." + category + ".level",
              level(),
              "Least level of what concerns this, on every output; unset: each output's."));
    }
    return keys;
  }

  private static void addOutput(List<ConfigKey> keys, String output) {
    keys.add(
        ConfigKey.of(output + ".level", level(), "Least level there; unset: log.default.level."));
    String formatter = output + ".formatter";
    keys.add(
        ConfigKey.of(formatter, oneOf("plaintext", "json"), "How lines look there.")
            .defaultTo("plaintext"));
    keys.add(
        ConfigKey.of(
                formatter + ".time_format",
                oneOf("rfc3339_space", "rfc3339_T", "epoch_usecs", "epoch_secs", "lager_default"),
                "How they write the time.")
            .defaultTo("rfc3339_space"));
    keys.add(
        ConfigKey.of(
                formatter + ".level_format",
                oneOf("lc", "uc", "lc3", "uc3", "lc4", "uc4"),
                "How they write the level: in lower or upper case, whole or with 3 or 4 letters.")
            .defaultTo("lc"));
    keys.add(
        ConfigKey.of(
                formatter + ".single_line",
                bool(),
                "Whether a stack trace stands on its line too, joined by commas.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
                formatter + ".plaintext.format",
                matching(
                    "text with $time, $level, $msg, $logger, $domain, $thread or $pid",
                    s -> FORMAT.matcher(s).matches(),
                    "it is empty or has another variable"),
                "What a line of text is made of; $pid is the thread too.")
            .defaultTo("$time [$level] $logger: $msg"));
    keys.add(
        ConfigKey.of(
                formatter + ".json.field_map",
                matching(
                    "fields as time:ts level msg thread:- *:-",
                    s -> FIELD_MAP.matcher(s).matches(),
                    "it has something else in it"),
                "Order and names of JSON's fields; name:- leaves one out, *:- all that are not"
                    + " named.")
            .defaultTo("time level msg"));
    keys.add(
        ConfigKey.of(
                formatter + ".json.verbosity_map",
                matching(
                    "numbers of levels as debug:2 info:1 *:0",
                    s -> VERBOSITY_MAP.matcher(s).matches(),
                    "it has something else in it"),
                "The field verbosity by level; empty: there is none.")
            .defaultTo(""));
  }

  private static ValueType<String> level() {
    return oneOf(
        "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", "none");
  }
}
