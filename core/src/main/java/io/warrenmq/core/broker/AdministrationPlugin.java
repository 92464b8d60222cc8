package io.warrenmq.core.broker;

import io.warrenmq.api.plugin.Plugin;

/**
 * A plugin that administers the broker: management, and later cluster and federation. Bundled ones
 * alone are, for a stranger's sees {@code plugins-api} only.
 */
public interface AdministrationPlugin extends Plugin {
  /**
   * Hands over the broker. Called once, after {@link #start} and before any other use, on the
   * starting thread. What it throws counts as a failed start.
   */
  void administer(Broker broker);
}
