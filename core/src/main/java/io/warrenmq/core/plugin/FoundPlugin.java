package io.warrenmq.core.plugin;

import io.warrenmq.api.plugin.Plugin;

/**
 * A plugin and where it came from. Immutable.
 *
 * @param point the extension point's interface
 * @param name its name, as the plugin said it when it was found
 * @param source the jar's path, or {@code the class path}
 * @param plugin the plugin
 */
public record FoundPlugin(
    Class<? extends Plugin> point, String name, String source, Plugin plugin) {
  @Override
  public String toString() {
    return "%s %s (%s)".formatted(point.getSimpleName(), name, source);
  }
}
