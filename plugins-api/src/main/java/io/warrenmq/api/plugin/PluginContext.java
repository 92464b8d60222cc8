package io.warrenmq.api.plugin;

/**
 * What a plugin is given at its start. Thread-safe. Plugins that ask things of the broker are given
 * its front door too, see {@link io.warrenmq.api.broker.BrokerPlugin}.
 */
public interface PluginContext {
  /** The configuration. */
  PluginConfig config();
}
