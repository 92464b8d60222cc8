package io.warrenmq.websocket;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolCarrier;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.ListenerSpec;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.WebSocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries every protocol that wants it over WebSocket: RFC 6455, version 13, without extensions.
 * Used by the starting thread.
 */
public final class WebSocketCarrier implements ProtocolCarrier {
  private @Nullable PluginConfig config; // from the start on
  private int handshakeTimeoutMs;

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public void start(PluginContext context) {
    config = context.config();
  }

  @Override
  public void attach(BrokerAccess broker) {
    handshakeTimeoutMs = broker.limits().handshakeTimeoutMs();
  }

  @Override
  public List<ProtocolPlugin> carry(List<ProtocolPlugin> protocols) {
    Map<String, List<Offer>> byKey = new LinkedHashMap<>();
    List<Offer> all = new ArrayList<>();
    for (ProtocolPlugin protocol : protocols) {
      for (WebSocketSpec spec : protocol.webSockets()) {
        Offer offer = new Offer(protocol, spec, options(spec));
        byKey.computeIfAbsent(spec.configKey(), key -> new ArrayList<>()).add(offer);
        all.add(offer);
      }
    }
    List<ProtocolPlugin> carried = new ArrayList<>();
    byKey.forEach(
        (key, offers) ->
            carried.add(
                carried(
                    key,
                    List.of(
                        new ListenerSpec(key + ".tcp", offers.get(0).spec().defaultPort()),
                        new ListenerSpec(key + ".ssl", -1)),
                    offers)));
    if (!all.isEmpty()) {
      carried.add(carried(name(), List.of(new ListenerSpec(EVERY_PROTOCOL, -1)), all));
    }
    return carried;
  }

  private WebSocketOptions options(WebSocketSpec spec) {
    return WebSocketOptions.from(
        Objects.requireNonNull(config, "it was started"), spec.configKey());
  }

  private ProtocolPlugin carried(String name, List<ListenerSpec> listeners, List<Offer> offers) {
    return new WebSocketProtocol(name, listeners, offers, handshakeTimeoutMs);
  }
}
