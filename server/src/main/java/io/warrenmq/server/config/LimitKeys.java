package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.bytesOrZero;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.limit;
import static io.warrenmq.server.config.ValueType.millisOrInfinity;
import static io.warrenmq.server.config.ValueType.regex;

import java.util.List;

/** What is negotiated with clients, and the bounds on what they may ask for. */
final class LimitKeys {

  private LimitKeys() {}

  static List<ConfigKey> all() {
    return List.of(
        ConfigKey.of(
                "handshake_timeout",
                millisOrInfinity(1),
                "Longest time from accepting a connection to its opening.")
            .unit("ms")
            .defaultTo("10000"),
        ConfigKey.of(
                "heartbeat",
                integer(0, 65535),
                "Heartbeat interval proposed to clients; a connection silent for two is closed."
                    + " 0: none proposed.")
            .unit("s")
            .defaultTo("60"),
        ConfigKey.of(
                "frame_max",
                bytesOrZero(4096, Integer.MAX_VALUE),
                "Largest AMQP frame, proposed to clients; 0: as large as the client wants.")
            .unit("bytes")
            .defaultTo("131072"),
        ConfigKey.of(
                "initial_frame_max",
                bytes(4096, Integer.MAX_VALUE),
                "Largest AMQP 0-9-1 frame before a connection is tuned.")
            .unit("bytes")
            .defaultTo("8192"),
        ConfigKey.of(
                "channel_max",
                integer(0, 65535),
                "Most channels on a connection, proposed to clients; 0: the protocol's 65535.")
            .defaultTo("2047"),
        ConfigKey.of("channel_max_per_node", limit(0), "Most channels on this node.")
            .defaultTo("infinity")
            .planned(),
        ConfigKey.of("consumer_max_per_channel", limit(0), "Most consumers on a channel.")
            .defaultTo("infinity"),
        ConfigKey.of(
                "session_max_per_connection",
                integer(1, 65535),
                "Most AMQP 1.0 sessions on a connection.")
            .defaultTo("64"),
        ConfigKey.of(
                "link_max_per_session",
                integer(1, 4294967295L),
                "Most AMQP 1.0 links on a session.")
            .defaultTo("256"),
        ConfigKey.of(
                "max_link_credit",
                integer(1, 65535),
                "Most AMQP 1.0 messages that a client may send on a link beyond what was taken.")
            .defaultTo("170"),
        ConfigKey.of("connection_max", limit(0), "Most client connections on this node.")
            .defaultTo("infinity"),
        ConfigKey.of("max_message_size", bytes(1, 536870912), "Largest message body that is taken.")
            .unit("bytes")
            .defaultTo("16777216"),
        ConfigKey.of("vhost_max", limit(0), "Most virtual hosts.").defaultTo("infinity"),
        ConfigKey.of("cluster_queue_limit", limit(0), "Most queues, over all virtual hosts.")
            .defaultTo("infinity"),
        ConfigKey.of("cluster_exchange_limit", limit(0), "Most exchanges, over all virtual hosts.")
            .defaultTo("infinity"),
        ConfigKey.of(
                "default_limits.vhosts.$id.pattern",
                regex(),
                "Virtual hosts whose name matches get the limits of this id when created.")
            .planned(),
        ConfigKey.of(
                "default_limits.vhosts.$id.max_connections",
                integer(-1, Integer.MAX_VALUE),
                "Most connections to such a virtual host; -1: any number.")
            .planned(),
        ConfigKey.of(
                "default_limits.vhosts.$id.max_queues",
                integer(-1, Integer.MAX_VALUE),
                "Most queues in such a virtual host; -1: any number.")
            .planned());
  }
}
