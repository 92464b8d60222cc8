package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.ipAddress;
import static io.warrenmq.server.config.ValueType.listener;
import static io.warrenmq.server.config.ValueType.millis;
import static io.warrenmq.server.config.ValueType.millisOrInfinity;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;
import static io.warrenmq.server.config.ValueType.port;
import static io.warrenmq.server.config.ValueType.secret;

import java.util.ArrayList;
import java.util.List;

/** Listeners, sockets and TLS: the groups of keys that repeat for each protocol. */
final class TransportKeys {

  private static final long SOCKET_BUFFER_MAX = 1 << 30;
  private static final long IDLE_MS_MAX = Integer.MAX_VALUE;

  private TransportKeys() {}

  static List<ConfigKey> core() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.addAll(tcpListeners("", "AMQP 0-9-1 and 1.0", "5672"));
    keys.addAll(tlsListeners("", "AMQP 0-9-1 and 1.0 over TLS"));
    keys.add(
        ConfigKey.of(
                "listeners.all.default",
                listener(),
                "A port that serves every protocol, told apart by their first bytes; with"
                    + " ssl_options.certfile, each over TLS too.")
            .defaultTo("none"));
    keys.add(ConfigKey.of("listeners.all.$name", listener(), "A further port for every protocol."));
    keys.addAll(tcpOptions(""));
    keys.add(proxyProtocol(""));
    keys.add(ConfigKey.of("ssl_options", oneOf("none"), "none: no TLS settings at all."));
    keys.addAll(tlsOptions("ssl_options"));
    keys.add(
        ConfigKey.of(
                "ssl_handshake_timeout",
                millis(1, Integer.MAX_VALUE),
                "Longest TLS handshake; then the connection is closed.")
            .unit("ms")
            .defaultTo("5000"));
    return keys;
  }

  /** {@code prefix} is empty or ends with a dot. */
  static List<ConfigKey> tcpListeners(String prefix, String what, String port) {
    String listeners = prefix + "listeners.tcp";
    return List.of(
        ConfigKey.of(listeners, oneOf("none"), "none: no listener for " + what + "."),
        ConfigKey.of(listeners + ".default", listener(), "Where to listen for " + what + ".")
            .defaultTo(port)
            .defaultUnlessUnder(listeners),
        ConfigKey.of(listeners + ".$name", listener(), "A further listener for " + what + "."));
  }

  static List<ConfigKey> tlsListeners(String prefix, String what) {
    String listeners = prefix + "listeners.ssl";
    return List.of(
        ConfigKey.of(listeners, oneOf("none"), "none: no listener for " + what + "."),
        ConfigKey.of(listeners + ".default", listener(), "Where to listen for " + what + "."),
        ConfigKey.of(listeners + ".$name", listener(), "A further listener for " + what + "."));
  }

  static List<ConfigKey> tcpOptions(String prefix) {
    String options = prefix + "tcp_listen_options.";
    return List.of(
        ConfigKey.of(
                options + "backlog",
                integer(1, 65535),
                "Connections the kernel keeps waiting to be accepted.")
            .defaultTo("1024"),
        ConfigKey.of(
                options + "nodelay", bool(), "Whether small writes leave at once (TCP_NODELAY).")
            .defaultTo("true"),
        ConfigKey.of(options + "keepalive", bool(), "Whether TCP itself probes idle connections.")
            .defaultTo("false"),
        ConfigKey.of(
                options + "sndbuf",
                bytes(0, SOCKET_BUFFER_MAX),
                "Send buffer of a socket; unset: the kernel's choice.")
            .unit("bytes"),
        ConfigKey.of(
                options + "recbuf",
                bytes(0, SOCKET_BUFFER_MAX),
                "Receive buffer of a socket; unset: the kernel's choice.")
            .unit("bytes"),
        ConfigKey.of(
                options + "send_timeout",
                millisOrInfinity(0),
                "How long a client may take nothing of what waits for it; then the connection is"
                    + " closed. 0 or infinity: for ever.")
            .unit("ms")
            .defaultTo("15000"));
  }

  /** {@code prefix} is empty or ends with a dot. */
  static ConfigKey proxyProtocol(String prefix) {
    return ConfigKey.of(
            prefix + "proxy_protocol",
            bool(),
            "Whether each connection begins with a PROXY header (version 1 or 2) that names the"
                + " client; one without is closed.")
        .defaultTo("false");
  }

  /** Keys that every group of TLS settings has; {@code prefix} has no dot at its end. */
  static List<ConfigKey> tlsOptions(String prefix) {
    List<ConfigKey> keys = new ArrayList<>(tlsFiles(prefix));
    keys.add(
        ConfigKey.of(
                prefix + ".verify",
                oneOf("verify_none", "verify_peer"),
                "Whether a client's certificate is checked.")
            .defaultTo("verify_none"));
    keys.add(
        ConfigKey.of(
                prefix + ".fail_if_no_peer_cert",
                bool(),
                "Whether a client without a certificate is refused; needs verify_peer.")
            .defaultTo("false"));
    return keys;
  }

  private static List<ConfigKey> tlsFiles(String prefix) {
    return List.of(
        ConfigKey.of(
            prefix + ".cacertfile",
            nonEmpty(),
            "File of the authorities that clients' certificates must lead to, PEM or PKCS#12."),
        certFile(prefix),
        keyFile(prefix),
        password(prefix),
        ConfigKey.of(
            prefix + ".depth",
            integer(0, 255),
            "Most certificates between a client's and an authority; unset: 10."),
        ConfigKey.of(
            prefix + ".versions.$version",
            oneOf("tlsv1.3", "tlsv1.2", "tlsv1.1", "tlsv1"),
            "A TLS version to offer; unset: 1.3 and 1.2. Older ones need a JDK that still has"
                + " them."),
        ConfigKey.of(
            prefix + ".ciphers.$cipher",
            nonEmpty(),
            "A cipher suite to offer, by OpenSSL's or the RFCs' name; unset: those of the JDK."),
        ConfigKey.of(
                prefix + ".honor_cipher_order",
                bool(),
                "Whether our order of cipher suites decides, not the client's.")
            .defaultTo("true"));
  }

  static ConfigKey certFile(String prefix) {
    return ConfigKey.of(
        prefix + ".certfile",
        nonEmpty(),
        "PEM file of the certificate chain, the broker's own first; or PKCS#12 of it and its key.");
  }

  static ConfigKey keyFile(String prefix) {
    return ConfigKey.of(
        prefix + ".keyfile",
        nonEmpty(),
        "PEM file of the private key; unset: it is in the certificate's file.");
  }

  static ConfigKey password(String prefix) {
    return ConfigKey.of(
        prefix + ".password", secret(), "Password of the private key, or of the PKCS#12 file.");
  }

  /** Listeners and sockets of the protocols of plugins, whose defaults are the plugins' own. */
  static List<ConfigKey> ofPlugins() {
    String prefix = "plugin.$plugin.";
    String what = "the protocol of the plugin of that name";
    List<ConfigKey> keys = new ArrayList<>(tcpListeners(prefix, what, ""));
    keys.addAll(tlsListeners(prefix, what + ", over TLS by ssl_options"));
    keys.addAll(tcpOptions(prefix));
    keys.add(proxyProtocol(prefix));
    return keys.stream().map(ConfigKey::withoutDefault).toList();
  }

  /** An HTTP listener, plain ({@code prefix.tcp}) and TLS ({@code prefix.ssl}). */
  static List<ConfigKey> httpListeners(String prefix, String what, String port) {
    List<ConfigKey> keys = new ArrayList<>(httpListener(prefix + ".tcp", what, port));
    keys.addAll(httpListener(prefix + ".ssl", what + " over TLS", "none"));
    keys.addAll(tlsOptions(prefix + ".ssl"));
    return keys;
  }

  private static List<ConfigKey> httpListener(String prefix, String what, String port) {
    return List.of(
        ConfigKey.of(prefix + ".port", port(), "Port for " + what + "; none: no listener.")
            .defaultTo(port),
        ConfigKey.of(prefix + ".ip", ipAddress(), "Address for " + what + "; unset: all."),
        ConfigKey.of(
            prefix + ".listener",
            listener(),
            "Address and port in one, for " + what + "; wins over port and ip."),
        ConfigKey.of(
                prefix + ".idle_timeout",
                millis(0, IDLE_MS_MAX),
                "How long a client may take for its next request, then it is closed; for the first"
                    + " one handshake_timeout holds too. 0: for ever.")
            .unit("ms")
            .defaultTo("60000"));
  }
}
