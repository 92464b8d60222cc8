package io.warrenmq.core.broker;

import io.warrenmq.api.plugin.Plugin;
import java.util.List;

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

  /** Hands over the log's last lines. Called once, before {@link #administer}. */
  default void showLog(LogTail tail) {}

  /**
   * Hands over the configuration that is in force, by the names of its keys, without secrets.
   * Called once, before {@link #administer}.
   */
  default void showSettings(List<NodeSetting> settings) {}

  /**
   * Tells which protocols are served where, once all listeners are bound. Called once, on the
   * starting thread; clients may be there already.
   */
  default void onListening(List<NodeListener> listeners) {}
}
