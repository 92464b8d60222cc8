package io.warrenmq.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers what all sources say, in rising precedence, without a look at what the keys mean. */
final class SourceReader {

  private static final List<Map.Entry<String, String>> ENVIRONMENT_KEYS =
      List.of(
          Map.entry("RABBITMQ_DEFAULT_USER", "default_user"),
          Map.entry("RABBITMQ_DEFAULT_PASS", "default_pass"),
          Map.entry("RABBITMQ_DEFAULT_VHOST", "default_vhost"),
          Map.entry("RABBITMQ_NODE_PORT", "listeners.tcp.default"));
  private static final List<String> ENVIRONMENT_FILES =
      List.of("WARREN_CONFIG_FILE", "RABBITMQ_CONFIG_FILE");

  private final ConfigSources sources;
  private final List<RawSetting> settings = new ArrayList<>();
  private final List<ConfigProblem> problems;
  private final List<ConfigProblem> warnings;
  private final Deque<Path> open = new ArrayDeque<>();

  SourceReader(ConfigSources sources, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
    this.sources = sources;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** Everything that was set, later entries winning over earlier ones of the same key. */
  List<RawSetting> read() {
    Path main = mainFile();
    if (main != null) {
      readFile(main);
    }
    readDirectory(main);
    for (Map.Entry<String, String> variable : ENVIRONMENT_KEYS) {
      String value = variable(variable.getKey());
      if (value != null) {
        Origin origin = Origin.environment(variable.getKey());
        settings.add(new RawSetting(variable.getValue(), value, origin, false));
      }
    }
    sources.assignments().forEach(this::assign);
    return settings;
  }

  private @Nullable Path mainFile() {
    Path option = sources.configOption();
    if (option != null) {
      return existing(option, new Origin("--config", 0));
    }
    for (String name : ENVIRONMENT_FILES) {
      String value = variable(name);
      if (value != null) {
        return existing(Path.of(value), Origin.environment(name));
      }
    }
    Path usual = sources.defaultFile();
    return usual != null && sources.files().isFile(usual) ? usual : null;
  }

  /** RabbitMQ's file variable may leave out {@code .conf}, and so may ours. */
  private @Nullable Path existing(Path path, Origin origin) {
    if (sources.files().isFile(path)) {
      return path;
    }
    Path completed = path.resolveSibling(path.getFileName() + ".conf");
    if (sources.files().isFile(completed)) {
      return completed;
    }
    problems.add(new ConfigProblem(origin, "there is no file " + path));
    return null;
  }

  /** {@code conf.d} beside the main file, or what RABBITMQ_CONFIG_FILES names instead. */
  private void readDirectory(@Nullable Path main) {
    String named = variable("RABBITMQ_CONFIG_FILES");
    if (named != null) {
      Path path = Path.of(named);
      readMatching(
          sources.files().isDirectory(path) ? path.resolve("*.conf") : path,
          Origin.environment("RABBITMQ_CONFIG_FILES"));
      return;
    }
    Path beside = main != null ? main : sources.defaultFile();
    if (beside != null) {
      Path directory = beside.resolveSibling("conf.d");
      if (sources.files().isDirectory(directory)) {
        readMatching(directory.resolve("*.conf"), new Origin(directory.toString(), 0));
      }
    }
  }

  /** Reads the files that a path with {@code *} in its last part stands for, in order of name. */
  private void readMatching(Path glob, Origin origin) {
    Path directory = glob.toAbsolutePath().getParent();
    Path name = glob.getFileName();
    if (name == null || directory == null) {
      return;
    }
    if (name.toString().indexOf('*') < 0) {
      if (sources.files().isFile(glob)) {
        readFile(glob);
      } else {
        problems.add(new ConfigProblem(origin, "there is no file " + glob));
      }
      return;
    }
    Pattern pattern = Pattern.compile(Pattern.quote(name.toString()).replace("*", "\\E.*\\Q"));
    try {
      if (sources.files().isDirectory(directory)) {
        sources.files().list(directory).stream()
            .filter(file -> !file.startsWith(".") && pattern.matcher(file).matches())
            .sorted()
            .forEach(file -> readFile(glob.resolveSibling(file)));
      }
    } catch (IOException e) {
      problems.add(new ConfigProblem(origin, "cannot list " + directory + ": " + e.getMessage()));
    }
  }

  private void readFile(Path path) {
    Path identity = path.toAbsolutePath().normalize();
    if (open.contains(identity)) {
      problems.add(new ConfigProblem(new Origin(path.toString(), 0), "the file includes itself"));
      return;
    }
    String text;
    try {
      text = sources.files().read(path);
    } catch (CharacterCodingException e) {
      problems.add(new ConfigProblem(new Origin(path.toString(), 0), "the file is not UTF-8"));
      return;
    } catch (IOException e) {
      problems.add(
          new ConfigProblem(new Origin(path.toString(), 0), "cannot be read: " + e.getMessage()));
      return;
    }
    open.push(identity);
    ConfigFile file = ConfigFile.parse(path.toString(), text);
    problems.addAll(file.problems());
    warnings.addAll(file.warnings());
    for (ConfigFile.Statement statement : file.statements()) {
      if (statement instanceof ConfigFile.Include include) {
        readMatching(path.resolveSibling(include.path()), include.origin());
      } else if (statement instanceof ConfigFile.Entry entry) {
        settings.add(new RawSetting(entry.key(), entry.value(), entry.origin(), true));
      }
    }
    open.pop();
  }

  /** The value is taken as it stands: the shell has done the quoting, so # is an ordinary sign. */
  private void assign(String assignment) {
    int equals = assignment.indexOf('=');
    String key = (equals < 0 ? assignment : assignment.substring(0, equals)).strip();
    if (equals < 0 || !ConfigFile.isKey(key)) {
      problems.add(
          new ConfigProblem(Origin.COMMAND_LINE, "'" + key + "' is not of the form KEY=VALUE"));
      return;
    }
    String value = assignment.substring(equals + 1).strip();
    settings.add(new RawSetting(key, value, Origin.COMMAND_LINE, true));
  }

  private @Nullable String variable(String name) {
    String value = sources.environment().get(name);
    // As in RabbitMQ, an empty variable is one that is not set.
    return value == null || value.isEmpty() ? null : value;
  }
}
