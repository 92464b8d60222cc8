package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.limit;
import static io.warrenmq.server.config.ValueType.matching;
import static io.warrenmq.server.config.ValueType.millis;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;
import static io.warrenmq.server.config.ValueType.port;
import static io.warrenmq.server.config.ValueType.secret;

import java.util.ArrayList;
import java.util.List;

/** The other messaging protocols; each group takes effect where its plugin is present. */
final class ProtocolKeys {

  private static final long MESSAGE_BYTES_MAX = 536870912;
  private static final long RETAINED_BYTES_MAX = 1L << 40;

  private ProtocolKeys() {}

  static List<ConfigKey> mqtt() {
    List<ConfigKey> keys = transport("mqtt.", "MQTT", "1883");
    keys.addAll(
        List.of(
            ConfigKey.of("mqtt.vhost", nonEmpty(), "Virtual host of MQTT clients.").defaultTo("/"),
            ConfigKey.of("mqtt.exchange", nonEmpty(), "Topic exchange that MQTT topics are on.")
                .defaultTo("amq.topic"),
            ConfigKey.of(
                    "mqtt.allow_anonymous",
                    bool(),
                    "Whether a client without a user name becomes anonymous_login_user.")
                .defaultTo("true"),
            ConfigKey.of(
                    "mqtt.auth_mechanisms.1",
                    nonEmpty(),
                    "SASL mechanism that is an authentication method of MQTT 5; none: no method.")
                .defaultTo("SCRAM-SHA-256")
                .defaultUnlessUnder("mqtt.auth_mechanisms"),
            ConfigKey.of("mqtt.auth_mechanisms.$name", nonEmpty(), "A further one."),
            ConfigKey.of(
                    "mqtt.max_session_expiry_interval_seconds",
                    limit(0),
                    "Longest life of a session without its client.")
                .unit("s")
                .defaultTo("86400"),
            ConfigKey.of(
                    "mqtt.prefetch",
                    integer(1, 65535),
                    "Unacknowledged QoS 1 and 2 messages sent to a client that sets no limit.")
                .defaultTo("10"),
            ConfigKey.of(
                    "mqtt.mailbox_soft_limit",
                    integer(1, 1_000_000),
                    "Messages of QoS 0 kept for a client that does not read; then the oldest go.")
                .defaultTo("200"),
            ConfigKey.of(
                    "mqtt.topic_alias_maximum",
                    integer(0, 65535),
                    "Most topic aliases in each direction; 0: none.")
                .defaultTo("16"),
            ConfigKey.of(
                    "mqtt.max_packet_size_unauthenticated",
                    bytes(1, 268435455),
                    "Largest packet before a client has logged in.")
                .unit("bytes")
                .defaultTo("65536"),
            ConfigKey.of(
                    "mqtt.max_packet_size_authenticated",
                    bytes(1, 268435455),
                    "Largest packet after that.")
                .unit("bytes")
                .defaultTo("16777216"),
            ConfigKey.of(
                    "mqtt.message_interceptors.incoming.set_client_id_annotation.enabled",
                    bool(),
                    "Whether messages say which client has published them, by the annotation"
                        + " x-opt-mqtt-client-id; MQTT clients do not see it.")
                .defaultTo("false"),
            ConfigKey.of(
                    "mqtt.max_keep_alive",
                    integer(0, 65535),
                    "Longest Keep Alive: who asks for more, or for none, is told so, or if it is of"
                        + " version 3 refused; 0: any.")
                .unit("s")
                .defaultTo("0"),
            ConfigKey.of(
                    "mqtt.durable_queue_type",
                    oneOf("classic", "quorum"),
                    "Type of the queues of sessions that outlive their connections.")
                .defaultTo("classic"),
            ConfigKey.of(
                    "mqtt.max_sessions",
                    limit(0),
                    "Most sessions on this node that outlive their connections.")
                .defaultTo("infinity"),
            ConfigKey.of("mqtt.max_sessions_per_vhost", limit(0), "The same of each virtual host.")
                .defaultTo("infinity"),
            ConfigKey.of(
                    "mqtt.max_retained_messages",
                    integer(0, Integer.MAX_VALUE),
                    "Most retained messages on this node.")
                .defaultTo("1000000"),
            ConfigKey.of(
                    "mqtt.max_retained_bytes",
                    bytes(0, RETAINED_BYTES_MAX),
                    "Most bytes of their topics, properties and payloads, which are all in memory.")
                .unit("bytes")
                .defaultTo("268435456"),
            ConfigKey.of(
                    "mqtt.sparkplug",
                    bool(),
                    "Whether topics may begin with spBv1.0, as Sparkplug's.")
                .defaultTo("false"),
            ConfigKey.of(
                    "mqtt.disconnect_on_unauthorized",
                    bool(),
                    "Whether an action without permission ends the connection.")
                .defaultTo("true"),
            ConfigKey.of(
                    "mqtt.sys_interval",
                    integer(0, 65535),
                    "How often the topics under $SYS/broker are published; 0: never.")
                .unit("s")
                .defaultTo("10"),
            loginTimeout("mqtt."),
            certLogin("mqtt."),
            ConfigKey.of(
                "mqtt.ssl_cert_client_id_from",
                oneOf("distinguished_name", "subject_alternative_name"),
                "What of a client's certificate its client identifier must be; unset: any."),
            UserKeys.alternativeNameType("mqtt."),
            UserKeys.alternativeNameIndex("mqtt.")));
    return keys;
  }

  static List<ConfigKey> stomp() {
    List<ConfigKey> keys = transport("stomp.", "STOMP", "61613");
    keys.addAll(
        List.of(
            ConfigKey.of("stomp.default_vhost", nonEmpty(), "Virtual host without a host header.")
                .defaultTo("/"),
            ConfigKey.of("stomp.default_user", nonEmpty(), "User without a login header.")
                .defaultTo("guest"),
            ConfigKey.of("stomp.default_pass", secret(), "Password without a passcode header.")
                .defaultTo("guest"),
            ConfigKey.of("stomp.default_topic_exchange", nonEmpty(), "Exchange behind /topic.")
                .defaultTo("amq.topic"),
            ConfigKey.of(
                    "stomp.implicit_connect",
                    bool(),
                    "Whether a first frame other than CONNECT logs in as default_user.")
                .defaultTo("false"),
            ConfigKey.of(
                    "stomp.default_nack_requeue",
                    bool(),
                    "Whether NACK without a requeue header requeues.")
                .defaultTo("true"),
            ConfigKey.of(
                    "stomp.hide_server_info", bool(), "Whether to leave out the server header.")
                .defaultTo("false"),
            ConfigKey.of(
                    "stomp.trailing_lf", bool(), "Whether a line feed follows each frame sent.")
                .defaultTo("true"),
            ConfigKey.of(
                    "stomp.close_on_error",
                    bool(),
                    "Whether every ERROR ends its connection, as the standard has it.")
                .defaultTo("false"),
            ConfigKey.of(
                    "stomp.max_frame_size", bytes(1, MESSAGE_BYTES_MAX), "Largest frame taken.")
                .unit("bytes")
                .defaultTo("4194304"),
            loginTimeout("stomp."),
            certLogin("stomp.")));
    return keys;
  }

  static List<ConfigKey> stream() {
    List<ConfigKey> keys = transport("stream.", "the stream protocol", "5552");
    keys.addAll(
        List.of(
            ConfigKey.of("stream.frame_max", bytes(0, Integer.MAX_VALUE), "Largest frame; 0: any.")
                .unit("bytes")
                .defaultTo("1048576"),
            ConfigKey.of("stream.heartbeat", integer(0, 65535), "Heartbeat proposed to clients.")
                .unit("s")
                .defaultTo("60"),
            ConfigKey.of(
                    "stream.initial_credits",
                    integer(1, Integer.MAX_VALUE),
                    "Messages a publisher may have unconfirmed before it is held back.")
                .defaultTo("50000"),
            ConfigKey.of(
                    "stream.credits_required_for_unblocking",
                    integer(1, Integer.MAX_VALUE),
                    "Credits back at which it goes on.")
                .defaultTo("12500"),
            advertisedHost("stream.advertised_host"),
            advertisedHost("stream.advertised_tls_host"),
            ConfigKey.of("stream.advertised_port", port(), "Port told to clients."),
            ConfigKey.of("stream.advertised_tls_port", port(), "TLS port told to clients."),
            certLogin("stream.")));
    return keys;
  }

  static List<ConfigKey> web() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.addAll(webSocket("web_mqtt", "MQTT over WebSocket", "15675"));
    keys.addAll(webSocket("web_stomp", "STOMP over WebSocket", "15674"));
    keys.addAll(webSocket("web_amqp", "AMQP over WebSocket", "15678"));
    keys.add(
        ConfigKey.of("web_stomp.ws_frame", oneOf("text", "binary"), "Kind of WebSocket frame sent.")
            .defaultTo("text"));
    return keys;
  }

  private static List<ConfigKey> transport(String prefix, String what, String port) {
    List<ConfigKey> keys = new ArrayList<>(TransportKeys.tcpListeners(prefix, what, port));
    keys.addAll(TransportKeys.tlsListeners(prefix, what + " over TLS"));
    keys.addAll(TransportKeys.tcpOptions(prefix));
    keys.add(TransportKeys.proxyProtocol(prefix));
    return keys;
  }

  private static List<ConfigKey> webSocket(String prefix, String what, String port) {
    List<ConfigKey> keys = new ArrayList<>(TransportKeys.httpListeners(prefix, what, port));
    keys.add(
        ConfigKey.of(
                prefix + ".ws_path",
                matching("a path that starts with /", s -> s.startsWith("/"), "it does not"),
                "Path of the WebSocket.")
            .defaultTo("/ws"));
    keys.add(
        ConfigKey.of(
            prefix + ".allow_origins.$number",
            nonEmpty(),
            "A page's origin, as https://example.com, from which browsers may come; unset: all."));
    keys.add(TransportKeys.proxyProtocol(prefix + "."));
    keys.add(
        ConfigKey.of(
                prefix + ".use_http_auth",
                bool(),
                "Whether Basic or Bearer credentials in the request, or its parameter access_token,"
                    + " log in a client whose protocol names nobody.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
                prefix + ".ws_opts.compress",
                bool(),
                "Whether messages are compressed with clients that offer it.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
                prefix + ".ws_opts.max_frame_size",
                bytes(1, MESSAGE_BYTES_MAX),
                "Largest WebSocket message taken, all of its frames together and decompressed.")
            .unit("bytes")
            .defaultTo("16777216"));
    keys.add(
        ConfigKey.of(
                prefix + ".ws_opts.idle_timeout",
                millis(0, Integer.MAX_VALUE),
                "Silence after which a client is disconnected; 0: never.")
            .unit("ms")
            .defaultTo("60000"));
    return keys;
  }

  private static ConfigKey loginTimeout(String prefix) {
    return ConfigKey.of(
            prefix + "login_timeout",
            millis(1, Integer.MAX_VALUE),
            "Longest time from connecting to being logged in.")
        .unit("ms")
        .defaultTo("10000");
  }

  private static ConfigKey certLogin(String prefix) {
    return ConfigKey.of(
            prefix + "ssl_cert_login", bool(), "Whether a client's certificate logs it in.")
        .defaultTo("false");
  }

  private static ConfigKey advertisedHost(String name) {
    return ConfigKey.of(
        name,
        matching("a host name or address", HostName::isAddressOrName, "it is neither"),
        "Host told to clients; unset: the one they connected to.");
  }
}
