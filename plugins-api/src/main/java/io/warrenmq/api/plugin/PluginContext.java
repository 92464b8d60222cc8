package io.warrenmq.api.plugin;

import io.warrenmq.api.broker.BrokerAccess;

/** What a plugin is given at its start. Thread-safe. */
public interface PluginContext {
  /** The broker's front door. */
  BrokerAccess broker();

  /** The configuration. */
  PluginConfig config();
}
