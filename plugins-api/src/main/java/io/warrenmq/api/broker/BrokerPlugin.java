package io.warrenmq.api.broker;

import io.vertx.core.Future;
import io.warrenmq.api.plugin.Plugin;

/** A plugin that asks things of the broker: a protocol, a listener that publishes what it hears. */
public interface BrokerPlugin extends Plugin {
  /**
   * Hands over the broker's front door. Called once, after {@link #start} and before any other use,
   * on the starting thread. What it throws counts as a failed start.
   */
  default void attach(BrokerAccess broker) {}

  /**
   * The broker has started: its vhosts and queues are there. Listeners open once the future has
   * completed. Called once, on the starting thread.
   *
   * @return completes, on any thread, when the plugin is ready; fails when it never will be, which
   *     ends the start
   */
  default Future<Void> onStarted() {
    return Future.succeededFuture();
  }

  /**
   * A vhost was deleted, with all that was in it: what a plugin keeps of it is to go too. There may
   * be connections that were let into it before. Called on the metadata thread; must not block.
   */
  default void onVhostDeleted(String vhost) {}
}
