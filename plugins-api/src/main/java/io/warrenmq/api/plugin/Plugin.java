package io.warrenmq.api.plugin;

/**
 * Anything that is added to the broker from outside the core. Found by {@link
 * java.util.ServiceLoader} under the extension point's own interface (a protocol, an exchange type,
 * an authenticator, …), on the class path or in a jar in the plugins folder.
 */
public interface Plugin {
  /**
   * The name in configuration and listings, for example {@code amqp091} or {@code
   * x-consistent-hash}. Never changes.
   */
  String name();

  /**
   * Called once, before any other use, on the starting thread. What it throws is reported with the
   * plugin's name; the broker goes on without the plugin unless the configuration requires it.
   */
  default void start(PluginContext context) {}

  /** Called once when the broker stops, after listeners are closed, on the stopping thread. */
  default void stop() {}
}
