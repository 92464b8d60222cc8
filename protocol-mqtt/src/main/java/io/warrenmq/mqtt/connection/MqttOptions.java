package io.warrenmq.mqtt.connection;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.mqtt.codec.PacketLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugin's settings: RabbitMQ's {@code mqtt.*} keys, and the limits that there is no key for.
 * Immutable.
 *
 * @param vhost of clients that name none
 * @param exchange the topic exchange that topics are on
 * @param allowsAnonymous whether a client may come without a user name
 * @param anonymousUser who such a client is; empty: nobody, it is refused
 * @param anonymousPassword of that user
 * @param certificateLogin whether a client without a user name is who its certificate names
 * @param clientIdFrom what of a client's certificate its identifier must be; {@code null}: any
 * @param authMechanisms SASL mechanisms that a client may ask for as its authentication method
 * @param sessionExpiryMax seconds; {@link io.warrenmq.mqtt.packet.ConnectPacket#NEVER} for no limit
 * @param prefetch most messages of QoS 1 and 2 under way to a client
 * @param receiveMaximum most messages of QoS 1 and 2 under way from a client
 * @param topicAliasMaximum most topic aliases in each direction
 * @param mailboxSoftLimit messages of QoS 0 kept for a client whose socket takes no more
 * @param packetBytesUnauthenticated the largest packet before the login
 * @param packetBytesAuthenticated the largest after it
 * @param keepAliveMax seconds; 0 for any, and for none too
 * @param durableQueueType of the queues of sessions that outlive their connections
 * @param sessionsMax most sessions that outlive their connections
 * @param sessionsPerVhostMax of each vhost
 * @param retainedCountMax most retained messages
 * @param retainedBytesMax of their topics, properties and payloads
 * @param sparkplug whether Sparkplug's namespaces are mapped as in RabbitMQ
 * @param disconnectsUnauthorized whether a publish without permission ends the connection
 * @param loginTimeoutMs from connecting to being logged in
 * @param sysInterval seconds from one time to the next that the topics under {@code $SYS} are
 *     published; 0: never
 * @param showsClientId whether messages say which client has published them
 * @param subscriptionsMax most subscriptions of a client
 * @param packetLimits what else a packet may have
 */
record MqttOptions(
    String vhost,
    String exchange,
    boolean allowsAnonymous,
    String anonymousUser,
    String anonymousPassword,
    boolean certificateLogin,
    @Nullable CertificateName clientIdFrom,
    List<String> authMechanisms,
    long sessionExpiryMax,
    int prefetch,
    int receiveMaximum,
    int topicAliasMaximum,
    int mailboxSoftLimit,
    int packetBytesUnauthenticated,
    int packetBytesAuthenticated,
    int keepAliveMax,
    String durableQueueType,
    long sessionsMax,
    long sessionsPerVhostMax,
    int retainedCountMax,
    long retainedBytesMax,
    boolean sparkplug,
    boolean disconnectsUnauthorized,
    int loginTimeoutMs,
    int sysInterval,
    boolean showsClientId,
    int subscriptionsMax,
    PacketLimits packetLimits) {
  private static final int RECEIVE_MAXIMUM = 1_000;
  private static final int SUBSCRIPTIONS_MAX = 10_000;
  private static final PacketLimits PACKET_LIMITS = new PacketLimits(4_096, 128, 1_000, 100);

  static MqttOptions of(PluginConfig config) {
    return new MqttOptions(
        config.text("mqtt.vhost", "/"),
        config.text("mqtt.exchange", "amq.topic"),
        config.flag("mqtt.allow_anonymous", true),
        config.text("anonymous_login_user", "guest"),
        config.text("anonymous_login_pass", "guest"),
        config.flag("mqtt.ssl_cert_login", false),
        clientIdFrom(config),
        config.list("mqtt.auth_mechanisms"),
        config.integer("mqtt.max_session_expiry_interval_seconds", 86_400),
        (int) config.integer("mqtt.prefetch", 10),
        RECEIVE_MAXIMUM,
        (int) config.integer("mqtt.topic_alias_maximum", 16),
        (int) config.integer("mqtt.mailbox_soft_limit", 200),
        (int) config.integer("mqtt.max_packet_size_unauthenticated", 65_536),
        (int) config.integer("mqtt.max_packet_size_authenticated", 16_777_216),
        (int) config.integer("mqtt.max_keep_alive", 0),
        config.text("mqtt.durable_queue_type", "classic"),
        config.integer("mqtt.max_sessions", Long.MAX_VALUE),
        config.integer("mqtt.max_sessions_per_vhost", Long.MAX_VALUE),
        (int) config.integer("mqtt.max_retained_messages", 1_000_000),
        config.integer("mqtt.max_retained_bytes", 268_435_456),
        config.flag("mqtt.sparkplug", false),
        config.flag("mqtt.disconnect_on_unauthorized", true),
        (int) config.integer("mqtt.login_timeout", 10_000),
        (int) config.integer("mqtt.sys_interval", 10),
        config.flag("mqtt.message_interceptors.incoming.set_client_id_annotation.enabled", false),
        SUBSCRIPTIONS_MAX,
        PACKET_LIMITS);
  }

  private static @Nullable CertificateName clientIdFrom(PluginConfig config) {
    String part = config.text("mqtt.ssl_cert_client_id_from", "");
    return part.isEmpty()
        ? null
        : CertificateName.parse(
            part,
            config.text("mqtt.ssl_cert_login_san_type", "dns"),
            (int) config.integer("mqtt.ssl_cert_login_san_index", 0));
  }
}
