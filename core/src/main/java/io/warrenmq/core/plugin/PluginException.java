package io.warrenmq.core.plugin;

/**
 * A plugin that the configuration requires cannot be had, so the broker does not start. The message
 * is for the operator.
 */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PluginException(String message) {
    super(message);
  }
}
