package io.warrenmq.core.plugin;

import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolCarrier;
import io.warrenmq.api.protocol.ProtocolPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the plugins of a registry. Used by the starting and stopping thread. */
public final class PluginLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PluginLifecycle.class);

  private final Set<String> required;
  private final List<FoundPlugin> started = new ArrayList<>();

  /**
   * Creates a life cycle in which nothing has started.
   *
   * @param required names of plugins without which the broker must not start
   */
  public PluginLifecycle(Collection<String> required) {
    this.required = Set.copyOf(required);
  }

  /**
   * Starts every plugin; one that throws is logged and left out.
   *
   * @param contexts gives each, by its name, what it is started with
   * @return the plugins that run
   * @throws PluginException when a required plugin fails
   */
  public PluginRegistry start(PluginRegistry registry, Function<String, PluginContext> contexts) {
    for (FoundPlugin found : registry.all()) {
      if (succeeds(found, () -> found.plugin().start(contexts.apply(found.name())))) {
        started.add(found);
      }
    }
    return new PluginRegistry(started);
  }

  /**
   * Hands the broker to the plugins that ask things of it; one that throws is logged and left out.
   *
   * @param running the plugins that {@link #start} has started
   * @param attaching hands one plugin what it asks for
   * @return those that go on running
   * @throws PluginException when a required plugin fails
   */
  public PluginRegistry attach(PluginRegistry running, Consumer<Plugin> attaching) {
    List<FoundPlugin> attached = new ArrayList<>();
    for (FoundPlugin found : running.all()) {
      if (succeeds(found, () -> attaching.accept(found.plugin()))) {
        attached.add(found);
      }
    }
    return new PluginRegistry(attached);
  }

  /**
   * The protocols as the carriers among the plugins carry them; a carrier that throws is logged and
   * left out.
   *
   * @throws PluginException when a required plugin fails
   */
  public List<ProtocolPlugin> carry(PluginRegistry running) {
    List<ProtocolPlugin> protocols = running.of(ProtocolPlugin.class);
    List<ProtocolPlugin> carried = new ArrayList<>();
    for (FoundPlugin found : running.all()) {
      if (found.plugin() instanceof ProtocolCarrier carrier) {
        succeeds(found, () -> carried.addAll(carrier.carry(protocols)));
      }
    }
    return carried;
  }

  private boolean succeeds(FoundPlugin found, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException | LinkageError e) { // a stranger's code
      if (required.contains(found.name())) {
        throw new PluginException("Required plugin " + found + " failed to start: " + e);
      }
      log.warn("Left out plugin {}: it failed to start", found, e);
      return false;
    }
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
