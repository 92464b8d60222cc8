package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import io.warrenmq.server.config.Config;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of the log, by RabbitMQ's keys {@code log.*}. Immutable.
 *
 * @param console what goes to the console; {@code null} for nothing
 * @param consoleIsStdout whether the console is standard output, and not standard error
 * @param file what goes to the file; {@code null} for no file
 * @param path the file's
 * @param rotation when the file is put aside
 * @param leastByDefault of what has no level of its own
 * @param categories the levels that categories have of their own
 */
record LogSettings(
    @Nullable Output console,
    boolean consoleIsStdout,
    @Nullable Output file,
    Path path,
    FileSink.Rotation rotation,
    Level leastByDefault,
    Map<LogCategory, Level> categories) {
  private static final String FILE_NAME = "warrenmq.log";

  /** What goes to an output, and how its lines look. */
  record Output(Level least, LineEncoder lines) {}

  /**
   * Reads them.
   *
   * @param dataDir whose {@code log} folder has the log file unless the configuration names another
   */
  static LogSettings of(Config config, Path dataDir) {
    Level byDefault = Levels.parse(config.text("log.default.level"));
    String file = config.text("log.file");
    boolean hasFile = !(file.equals("false") || file.equals("off"));
    boolean isNamed = hasFile && !(file.equals("true") || file.equals("on"));
    Path dir =
        config.find("log.dir", String.class).map(Path::of).orElseGet(() -> dataDir.resolve("log"));
    Map<LogCategory, Level> categories = new EnumMap<>(LogCategory.class);
    for (LogCategory category : LogCategory.values()) {
      config
          .find(category.levelKey(), String.class)
          .ifPresent(level -> categories.put(category, Levels.parse(level)));
    }
    return new LogSettings(
        config.bool("log.console") ? output(config, "log.console", byDefault) : null,
        config.text("log.console.stdio").equals("stdout"),
        hasFile ? output(config, "log.file", byDefault) : null,
        dir.resolve(isNamed ? file : FILE_NAME).toAbsolutePath().normalize(),
        new FileSink.Rotation(
            config.integer("log.file.rotation.size"),
            (int) config.integer("log.file.rotation.count"),
            config.bool("log.file.rotation.compress")),
        byDefault,
        categories);
  }

  private static Output output(Config config, String key, Level byDefault) {
    Level least = config.find(key + ".level", String.class).map(Levels::parse).orElse(byDefault);
    String formatter = key + ".formatter";
    TimeFormat time = TimeFormat.parse(config.text(formatter + ".time_format"));
    LevelFormat level = LevelFormat.parse(config.text(formatter + ".level_format"));
    boolean isSingleLine = config.bool(formatter + ".single_line");
    LineEncoder lines =
        config.text(formatter).equals("json")
            ? new JsonLines(
                time,
                level,
                isSingleLine,
                config.text(formatter + ".json.field_map"),
                config.text(formatter + ".json.verbosity_map"))
            : new TextLines(
                config.text(formatter + ".plaintext.format"), time, level, isSingleLine);
    return new Output(least, lines);
  }

  /** The least level that any output shows; without an output that shows something, the default. */
  Level least() {
    Level least = Level.OFF;
    for (Output output : new @Nullable Output[] {console, file}) {
      least = output == null ? least : Levels.lesser(least, output.least);
    }
    return least == Level.OFF ? leastByDefault : least;
  }
}
