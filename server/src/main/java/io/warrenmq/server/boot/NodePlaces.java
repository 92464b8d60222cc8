package io.warrenmq.server.boot;

import io.warrenmq.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a node. Immutable.
 *
 * @param dataDir where everything is kept that survives a restart
 * @param pluginsDir whose jars are plugins
 * @param home the distribution's; {@code null} when there is none
 */
record NodePlaces(Path dataDir, Path pluginsDir, @Nullable Path home) {
  /**
   * Finds them: the option, the environment, the configuration, the distribution that the launcher
   * is of, in this order.
   */
  static NodePlaces of(CommandLine line, Map<String, String> environment, Config config) {
    return of(line, environment, config, launched());
  }

  /** The same, of another distribution, or of none. */
  static NodePlaces of(
      CommandLine line, Map<String, String> environment, Config config, @Nullable Path home) {
    Path data =
        line.dataDir() != null
            ? line.dataDir()
            : config.isSet("warren.data_dir")
                ? Path.of(config.text("warren.data_dir"))
                : Path.of(environment.getOrDefault("WARREN_DATA_DIR", "data"));
    Path plugins =
        config
            .find("warren.plugins.dir", String.class)
            .map(Path::of)
            .orElse((home == null ? Path.of("") : home).resolve("plugins"));
    return new NodePlaces(
        data.toAbsolutePath().normalize(), plugins.toAbsolutePath().normalize(), home);
  }

  /** The distribution's folder, as its launcher tells it; {@code null} when started otherwise. */
  static @Nullable Path launched() {
    String home = System.getProperty("warren.home");
    return home == null ? null : Path.of(home);
  }

  /**
   * Makes the data folder where it is missing.
   *
   * @throws StartException when it cannot be made or written
   */
  void prepare() throws StartException {
    try {
      Files.createDirectories(dataDir);
    } catch (IOException e) {
      throw new StartException(
          "Cannot make the data folder %s: %s. Name another with --data-dir, or make it writable."
              .formatted(dataDir, e));
    }
    if (!Files.isWritable(dataDir)) {
      throw new StartException(
          "The data folder %s is not writable for user %s. Change its owner, or name another with --data-dir."
              .formatted(dataDir, System.getProperty("user.name")));
    }
  }
}
