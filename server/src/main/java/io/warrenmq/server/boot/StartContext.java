package io.warrenmq.server.boot;

import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin is started with. Immutable.
 *
 * @param config the configuration
 * @param folder where it keeps what it keeps; made when it is asked for
 * @param homeFolder the distribution's; {@code null} when there is none
 */
record StartContext(PluginConfig config, Path folder, @Nullable Path homeFolder)
    implements PluginContext {
  @Override
  public Path dataFolder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + folder, e);
    }
  }
}
