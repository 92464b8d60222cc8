package io.warrenmq.api.plugin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin is given at its start. Thread-safe. Plugins that ask things of the broker are given
 * its front door too, see {@link io.warrenmq.api.broker.BrokerPlugin}.
 */
public interface PluginContext {
  /** The configuration. */
  PluginConfig config();

  /**
   * A folder of the plugin's own within the broker's data folder, for what it keeps over restarts.
   * Made when it is asked for.
   *
   * @throws java.io.UncheckedIOException when it cannot be made
   */
  Path dataFolder();

  /**
   * The folder of the distribution, whose files a plugin may show.
   *
   * @return {@code null} when the broker was not started from one
   */
  default @Nullable Path homeFolder() {
    return null;
  }
}
