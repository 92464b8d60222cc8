package io.warrenmq.websocket;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolCarrier;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.ListenerSpec;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.Offers;
import io.warrenmq.websocket.upgrade.WebSocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries every protocol that wants it over WebSocket: RFC 6455, version 13. Used by the starting
 * thread.
 */
public final class WebSocketCarrier implements ProtocolCarrier {
  private @Nullable PluginConfig config; // from the start on
  private int handshakeTimeoutMs;
  // Asked when connections open, by all loops: each for its own.
  private final Map<Integer, LoopCodecs> codecs = new ConcurrentHashMap<>();

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
                carried(key, key, listeners(key, offers.get(0)), new Offers(offers, null))));
    if (all.isEmpty()) {
      return carried;
    }
    HttpProtocol first = null;
    for (ProtocolPlugin protocol : protocols) {
      if (protocol instanceof HttpProtocol http) {
        first = first == null ? http : first;
        carried.add(carried(name(), http.name(), http.listeners(), new Offers(all, http)));
      }
    }
    List<ListenerSpec> everyProtocol = List.of(new ListenerSpec(EVERY_PROTOCOL, -1));
    carried.add(carried(name(), EVERY_PROTOCOL, everyProtocol, new Offers(all, first)));
    return carried;
  }

  private static List<ListenerSpec> listeners(String key, Offer first) {
    return List.of(
        new ListenerSpec(key + ".tcp", first.spec().defaultPort()),
        new ListenerSpec(key + ".ssl", -1));
  }

  private WebSocketOptions options(WebSocketSpec spec) {
    return WebSocketOptions.from(config(), spec.configKey());
  }

  private PluginConfig config() {
    return Objects.requireNonNull(config, "it was started");
  }

  private ProtocolPlugin carried(
      String name, String key, List<ListenerSpec> listeners, Offers offers) {
    return new WebSocketProtocol(
        name,
        listeners,
        offers,
        loop -> codecs.computeIfAbsent(loop.index(), index -> new LoopCodecs()),
        handshakeTimeoutMs,
        config().integer(key + ".tcp.idle_timeout", 0),
        config().integer(key + ".ssl.idle_timeout", 0));
  }
}
