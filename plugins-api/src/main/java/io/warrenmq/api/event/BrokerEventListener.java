package io.warrenmq.api.event;

import io.warrenmq.api.plugin.Plugin;

/**
 * Is told what happens in the control plane. Called on the metadata thread, in order; must not
 * block.
 */
public interface BrokerEventListener extends Plugin {
  /** Takes an event. What it throws is logged and goes no further. */
  void onEvent(BrokerEvent event);
}
