package io.warrenmq.server.boot;

import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ConfigException;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.config.ConfigSources;
import io.warrenmq.server.config.DiskFiles;
import java.util.List;
import java.util.Map;

/** A configuration of what a test assigns. */
final class Settings {
  private Settings() {}

  static Config of(String... assignments) throws ConfigException {
    return ConfigLoader.load(
        new ConfigSources(new DiskFiles(), Map.of(), null, null, List.of(assignments)));
  }
}
