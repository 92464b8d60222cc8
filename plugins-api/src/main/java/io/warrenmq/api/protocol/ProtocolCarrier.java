package io.warrenmq.api.protocol;

import io.warrenmq.api.broker.BrokerPlugin;
import java.util.List;

/**
 * Carries other protocols over a transport of its own, for example WebSocket, and knows them by
 * {@link ProtocolPlugin} alone.
 */
public interface ProtocolCarrier extends BrokerPlugin {
  /** The listener that serves every protocol; a carried one that names it is served there too. */
  String EVERY_PROTOCOL = "listeners.all";

  /**
   * The protocols as they are carried: each names the listeners it wants, and opens connections
   * that unwrap what comes and hand it to the protocol within. Called once, after {@link #attach},
   * on the starting thread. What it throws is reported, and the protocols are served without it.
   *
   * @param protocols all protocols of the broker
   */
  List<ProtocolPlugin> carry(List<ProtocolPlugin> protocols);
}
