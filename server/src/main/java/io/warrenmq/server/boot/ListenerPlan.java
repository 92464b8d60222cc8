package io.warrenmq.server.boot;

import static io.warrenmq.api.protocol.ProtocolCarrier.EVERY_PROTOCOL;

import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.ListenerSpec;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ListenerAddress;
import io.warrenmq.server.listener.ListenerOptions;
import io.warrenmq.server.listener.SocketOptions;
import io.warrenmq.server.tls.TlsOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which listeners are to be bound: what the protocols want, where the configuration puts it.
 */
final class ListenerPlan {
  private static final int NO_PORT = -1; // of a listener that nobody gets unasked

  private final Config config;
  private final String everywhere = hasIpv6() ? "::" : "0.0.0.0";
  private final TlsSettings tlsSettings;
  private final List<ListenerOptions> plan = new ArrayList<>();

  private ListenerPlan(Config config) {
    this.config = config;
    this.tlsSettings = new TlsSettings(config);
  }

  /**
   * Makes the plan; protocols that name the same key share its ports.
   *
   * @param protocols those that are spoken on the sockets themselves
   * @param carried those that a carrier has wrapped: on the listener for every protocol only when
   *     they name it
   * @throws StartException when a TLS listener has no certificate, or keys of TLS contradict
   */
  static List<ListenerOptions> of(
      Config config, List<ProtocolPlugin> protocols, List<ProtocolPlugin> carried)
      throws StartException {
    // Plain HTTP is asked last: a carrier hands it the requests that are not its own.
    List<ProtocolPlugin> plain = protocols.stream().filter(HttpProtocol.class::isInstance).toList();
    List<ProtocolPlugin> others = new ArrayList<>(protocols);
    others.removeAll(plain);
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    addWanted(wanted, others);
    addWanted(wanted, carried);
    addWanted(wanted, plain);
    Wanted every = new Wanted(new ArrayList<>(others), NO_PORT);
    Wanted named = wanted.remove(EVERY_PROTOCOL);
    if (named != null) {
      every.protocols().addAll(named.protocols());
    }
    plain.stream().filter(ListenerPlan::isForEveryProtocol).forEach(every.protocols()::add);
    ListenerPlan result = new ListenerPlan(config);
    for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
      result.add(entry.getKey(), entry.getValue());
    }
    if (!every.protocols().isEmpty()) {
      result.add(EVERY_PROTOCOL, every);
    }
    return result.plan;
  }

  private static boolean isForEveryProtocol(ProtocolPlugin plain) {
    return plain instanceof HttpProtocol http && http.isForEveryProtocol();
  }

  /** Who wants the listeners of a key, and the port that the first of them proposes. */
  private record Wanted(List<ProtocolPlugin> protocols, int defaultPort) {}

  private static void addWanted(Map<String, Wanted> wanted, List<ProtocolPlugin> protocols) {
    for (ProtocolPlugin protocol : protocols) {
      for (ListenerSpec spec : protocol.listeners()) {
        wanted
            .computeIfAbsent(
                spec.configKey(), key -> new Wanted(new ArrayList<>(), spec.defaultPort()))
            .protocols()
            .add(protocol);
      }
    }
  }

  private void add(String key, Wanted wanted) throws StartException {
    List<ProtocolPlugin> protocols = wanted.protocols();
    if (key.contains("listeners.")) {
      List<ListenerAddress> addresses = addresses(key, wanted.defaultPort());
      // AMQP's options have no prefix, MQTT's are mqtt.proxy_protocol and so on.
      String group = key.substring(0, key.indexOf("listeners."));
      String name = addresses.size() == 1 ? key + ".default" : key + ".*";
      add(key, name, addresses, group, group + "tcp_listen_options", protocols);
    } else if (config.isKey(key + ".port")) {
      List<ListenerAddress> addresses = config.httpListener(key).stream().toList();
      String name = config.isSet(key + ".listener") ? key + ".listener" : key + ".port";
      add(key, name, addresses, key.substring(0, key.lastIndexOf('.') + 1), key, protocols);
    }
  }

  /** Where the configuration has listeners, or the protocol when that is silent. */
  private List<ListenerAddress> addresses(String key, int defaultPort) {
    boolean isProposed =
        defaultPort != NO_PORT
            && config.isKey(key + ".default")
            && !config.saysAnythingOf(key)
            && config.bool("warren.plugins.default_listeners");
    return isProposed ? List.of(new ListenerAddress("", defaultPort)) : config.listeners(key);
  }

  private void add(
      String key,
      String name,
      List<ListenerAddress> addresses,
      String group,
      String socketKeys,
      List<ProtocolPlugin> protocols)
      throws StartException {
    PluginSettings settings = new PluginSettings(config);
    boolean proxied = settings.flag(group + "proxy_protocol", false);
    SocketOptions socket = SocketOptions.from(settings, socketKeys);
    boolean isForAll = key.equals(EVERY_PROTOCOL);
    for (ListenerAddress address : addresses) {
      TlsOptions tls = isForAll ? tlsSettings.find() : tlsOf(key, address);
      String host = address.host().isEmpty() ? everywhere : address.host();
      plan.add(
          new ListenerOptions(
              name, host, address.port(), protocols, tls, isForAll, proxied, socket));
    }
  }

  private @Nullable TlsOptions tlsOf(String key, ListenerAddress address) throws StartException {
    if (!key.endsWith(".ssl")) {
      return null;
    }
    boolean isOfSockets = key.endsWith("listeners.ssl");
    return isOfSockets
        ? tlsSettings.require(TlsSettings.SHARED, key, address)
        : tlsSettings.require(key, key, address);
  }

  /**
   * Whether one socket can serve both families, so that a client's localhost reaches us whichever
   * it becomes.
   */
  private static boolean hasIpv6() {
    try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
      return probe.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a machine, or a JVM option, without IPv6
    }
  }
}
