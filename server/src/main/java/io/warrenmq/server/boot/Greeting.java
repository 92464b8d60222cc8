package io.warrenmq.server.boot;

import io.warrenmq.server.config.Config;
import io.warrenmq.server.listener.BoundListener;
import io.warrenmq.server.listener.ListenerOptions;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the operator reads when the broker is ready: where it listens, how to send a first message.
 */
final class Greeting {
  private final Config config;
  private final List<BoundListener> listeners;

  Greeting(Config config, List<BoundListener> listeners) {
    this.config = config;
    this.listeners = listeners;
  }

  /**
   * Prints it, with the ready line at the end.
   *
   * @param version this release
   * @param readyMs milliseconds from the JVM's start
   */
  void print(PrintStream out, String version, long readyMs) {
    StringBuilder text = new StringBuilder();
    if (listeners.isEmpty()) {
      text.append("  No listener is configured: nobody can connect\n");
    }
    for (BoundListener listener : listeners) {
      text.append(
          "  %-24s %s%s%n"
              .formatted(
                  shown(listener.address()), listener.protocolNames(), tls(listener.options())));
    }
    text.append(firstMessage());
    text.append("Server startup complete\n");
    text.append("WarrenMQ %s ready in %d ms%n".formatted(version, readyMs));
    out.print(text);
    out.flush();
  }

  private static String tls(ListenerOptions listener) {
    if (listener.tls() == null) {
      return "";
    }
    return listener.isPlain() ? ", plain or over TLS" : " over TLS";
  }

  private String firstMessage() {
    String user = config.text("default_user");
    // The line works as it is with the password that everybody knows; another one is nobody's
    // business.
    String password = config.isSet("default_pass") ? "PASSWORD" : config.text("default_pass");
    for (BoundListener listener : listeners) {
      if (listener.options().isPlain() && listener.protocolNames().contains("amqp091")) {
        return """
          user %s; to publish a message:
          amqp-publish --url=amqp://%s:%s@%s%s --routing-key=hello --body='Hello, Warren'
        """
            .formatted(user, user, password, reachable(listener.address()), vhost());
      }
    }
    return "";
  }

  /** The vhost as the path of a URL; none for the one that clients take when none is named. */
  private String vhost() {
    String vhost = config.text("default_vhost");
    return vhost.equals("/")
        ? ""
        : "/" + URLEncoder.encode(vhost, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String shown(InetSocketAddress address) {
    return text(address, "*");
  }

  private static String reachable(InetSocketAddress address) {
    return text(address, "localhost");
  }

  private static String text(InetSocketAddress address, String everywhere) {
    String host = address.getHostString();
    boolean isAny = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    String shown = isAny ? everywhere : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return shown + ":" + address.getPort();
  }
}
