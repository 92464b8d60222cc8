package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerPlugin;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.server.config.Config;
import java.nio.file.Path;

/** The broker as the start sees it. Called on the starting and stopping thread. */
public interface NodeBroker {
  /** The broker's front door, there before the start. */
  BrokerAccess access();

  /** The front door as a plugin gets it. */
  default BrokerAccess accessOf(Plugin plugin) {
    return access();
  }

  /** Hands a plugin what it asks for of the broker, before the start. */
  default void attach(Plugin plugin) {
    if (plugin instanceof BrokerPlugin asking) {
      asking.attach(accessOf(asking));
    }
  }

  /** Begins its life: loads what is kept. */
  Future<Void> start();

  /**
   * What makes it end by itself, for example a disk that fails: completes, on any thread, when that
   * has come; then it is to be stopped.
   */
  Future<Throwable> failure();

  /** Ends it, after all connections are closed: syncs and closes what is kept. */
  Future<Void> stop();

  /** Puts a broker together. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes a broker, which is then started.
     *
     * @param config the configuration
     * @param dataDir where it keeps what is kept; exists
     * @param loops what it runs on
     * @param plugins the plugins, started
     * @throws StartException when it cannot be made, with a text for the operator
     */
    NodeBroker create(Config config, Path dataDir, LoopGroup loops, PluginRegistry plugins)
        throws StartException;
  }
}
