package io.warrenmq.server.boot;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.server.listener.BoundListener;
import io.warrenmq.server.tls.LiveTls;
import io.warrenmq.server.tls.TlsOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listeners as RabbitMQ shows them: one for each protocol of each address. Stateless. */
final class ShownListeners {
  private static final String CARRIER = "websocket"; // what it carries is named beside it
  private static final String WEB = "web_";

  private ShownListeners() {}

  /** Those that are bound, in their order. */
  static List<NodeListener> of(List<BoundListener> bound) {
    List<NodeListener> shown = new ArrayList<>();
    for (BoundListener listener : bound) {
      NodeListener.Tls tls = tls(listener);
      for (String protocol : protocols(listener)) {
        if (listener.options().isPlain()) {
          shown.add(shown(protocol, listener, null));
        }
        if (tls != null) {
          shown.add(shown(overTls(protocol), listener, tls));
        }
      }
    }
    return shown;
  }

  private static NodeListener shown(
      String protocol, BoundListener listener, NodeListener.@Nullable Tls tls) {
    return new NodeListener(protocol, listener.options().host(), listener.address(), tls);
  }

  private static Set<String> protocols(BoundListener listener) {
    Set<String> names = new LinkedHashSet<>();
    for (ProtocolPlugin protocol : listener.options().protocols()) {
      String name = protocol.name();
      if (name.startsWith(WEB)) {
        names.add("http/web-" + name.substring(WEB.length()));
      } else if (!name.equals(CARRIER)) {
        names.add(
            switch (name) {
              case "amqp091", "amqp10" -> "amqp";
              case "management" -> "http";
              default -> name;
            });
      }
    }
    return names;
  }

  private static String overTls(String protocol) {
    return protocol.equals("http") || protocol.startsWith("http/")
        ? "https" + protocol.substring("http".length())
        : protocol + "/ssl";
  }

  private static NodeListener.@Nullable Tls tls(BoundListener listener) {
    TlsOptions options = listener.options().tls();
    LiveTls live = listener.tls();
    if (options == null || live == null) {
      return null;
    }
    return new NodeListener.Tls(
        options.own().certificate().path(),
        options.authorities() == null ? null : options.authorities().path(),
        live::certificates,
        live::authorities);
  }
}
