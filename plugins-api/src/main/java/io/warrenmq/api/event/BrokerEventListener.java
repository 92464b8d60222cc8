package io.warrenmq.api.event;

import io.warrenmq.api.plugin.Plugin;

/**
 * Is told what happens in the control plane. Called on the metadata thread, in order; must not
 * block.
 */
public interface BrokerEventListener extends Plugin {
  /**
   * Whether it wants to be told at present: an event that nobody is interested in is not made. Any
   * thread; to be answered at once.
   */
  default boolean isInterested() {
    return true;
  }

  /** Takes an event. What it throws is logged and goes no further. */
  void onEvent(BrokerEvent event);
}
