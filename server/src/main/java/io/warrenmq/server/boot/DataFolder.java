package io.warrenmq.server.boot;

import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ConfigException;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.config.ConfigSources;
import io.warrenmq.server.config.DiskFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the broker of this distribution keeps what it keeps, for tools that look after it. */
public final class DataFolder {
  private DataFolder() {}

  /**
   * Finds it as the broker does: the option, then what the configuration says, then the
   * environment.
   *
   * @param option what was asked for; {@code null} for nothing
   * @throws ConfigException when the configuration cannot be read
   */
  public static Path find(@Nullable Path option, Map<String, String> environment)
      throws ConfigException {
    if (option != null) {
      return option.toAbsolutePath().normalize();
    }
    Path home = NodePlaces.launched();
    Config config =
        ConfigLoader.load(
            new ConfigSources(
                new DiskFiles(),
                environment,
                null,
                home == null ? null : home.resolve("etc").resolve("warrenmq.conf"),
                List.of()));
    return NodePlaces.of(new CommandLine(null, null, List.of()), environment, config).dataDir();
  }
}
