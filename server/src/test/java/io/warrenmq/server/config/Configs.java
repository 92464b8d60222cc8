package io.warrenmq.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Short ways to load what a test writes out. */
final class Configs {

  static final String FILE = "/etc/warrenmq/warrenmq.conf";

  private Configs() {}

  static Config load(String text) throws ConfigException {
    return load(new MapFiles().with(FILE, text), Map.of());
  }

  static Config load(MapFiles files, Map<String, String> environment, String... assignments)
      throws ConfigException {
    return ConfigLoader.load(
        new ConfigSources(files, environment, null, Path.of(FILE), List.of(assignments)));
  }

  /** The problems of a configuration that has some, as people see them, without the path. */
  static List<String> problems(String text) {
    return problems(new MapFiles().with(FILE, text), Map.of());
  }

  static List<String> problems(
      MapFiles files, Map<String, String> environment, String... assignments) {
    try {
      load(files, environment, assignments);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace("/etc/warrenmq/", ""))
          .toList();
    }
  }
}
