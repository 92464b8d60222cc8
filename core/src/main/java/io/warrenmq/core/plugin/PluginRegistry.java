package io.warrenmq.core.plugin;

import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.protocol.ProtocolPlugin;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plugins of a broker. Immutable, thread-safe. */
public final class PluginRegistry {
  /** A registry without plugins. */
  public static final PluginRegistry EMPTY = new PluginRegistry(List.of());

  private final List<FoundPlugin> plugins;

  /**
   * Makes a registry of plugins whose names are unique within their extension point.
   *
   * @param plugins in the order in which they are to be asked and started
   */
  public PluginRegistry(List<FoundPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /** All plugins, in order. */
  public List<FoundPlugin> all() {
    return plugins;
  }

  /** The plugins of an extension point, in order. */
  public <T extends Plugin> List<T> of(Class<T> point) {
    return plugins.stream()
        .filter(found -> found.point() == point)
        .map(found -> point.cast(found.plugin()))
        .toList();
  }

  /** The formats of messages that its protocols have, by their names. */
  public Map<String, MessageFormat> formats() {
    Map<String, MessageFormat> formats = new HashMap<>();
    for (ProtocolPlugin protocol : of(ProtocolPlugin.class)) {
      protocol.formats().forEach(format -> formats.put(format.name(), format));
    }
    return Map.copyOf(formats);
  }

  /** The first of these formats whose messages have named properties; {@code null}: none has. */
  public @Nullable BasicFormat basicFormat() {
    return formats().values().stream()
        .filter(BasicFormat.class::isInstance)
        .map(BasicFormat.class::cast)
        .min(Comparator.comparing(BasicFormat::name))
        .orElse(null);
  }

  /** The plugin of an extension point with this name. */
  public <T extends Plugin> Optional<T> find(Class<T> point, String name) {
    return of(point).stream().filter(plugin -> plugin.name().equals(name)).findFirst();
  }
}
