package io.warrenmq.core.plugin;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerPlugin;
import io.warrenmq.api.plugin.PluginContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the plugins of a registry. Used by the starting and stopping thread. */
public final class PluginLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PluginLifecycle.class);

  private final List<FoundPlugin> started = new ArrayList<>();

  /**
   * Starts every plugin; one that throws is logged and left out.
   *
   * @param broker handed to those that ask things of it
   * @param required names of plugins without which the broker must not start
   * @return the plugins that run
   * @throws PluginException when a required plugin fails
   */
  public PluginRegistry start(
      PluginRegistry registry,
      PluginContext context,
      BrokerAccess broker,
      Collection<String> required) {
    Set<String> needed = Set.copyOf(required);
    for (FoundPlugin found : registry.all()) {
      try {
        found.plugin().start(context);
        if (found.plugin() instanceof BrokerPlugin user) {
          user.attach(broker);
        }
        started.add(found);
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        if (needed.contains(found.name())) {
          throw new PluginException("Required plugin " + found + " failed to start: " + e);
        }
        log.warn("Left out plugin {}: it failed to start", found, e);
      }
    }
    return new PluginRegistry(started);
  }

  /** Stops the plugins that were started, the last one first. */
  public void stop() {
    for (int i = started.size() - 1; i >= 0; i--) {
      try {
        started.get(i).plugin().stop();
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        log.warn("Plugin {} failed to stop", started.get(i), e);
      }
    }
    started.clear();
  }
}
