package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.capacity;
import static io.warrenmq.server.config.ValueType.decimal;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.millis;
import static io.warrenmq.server.config.ValueType.millisOrInfinity;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.string;

import java.util.List;

/** Queues, alarms, and how the broker names itself. */
final class BrokerKeys {

  private BrokerKeys() {}

  static List<ConfigKey> all() {
    return List.of(
        ConfigKey.of("default_queue_type", nonEmpty(), "Kind of a queue declared without one.")
            .defaultTo("classic"),
        ConfigKey.of(
                "queue_types.$type.enabled",
                bool(),
                "Whether queues of this kind may be declared; unset: they may.")
            .planned(),
        ConfigKey.of(
            "message_interceptors.incoming.set_header_timestamp.overwrite",
            bool(),
            "Gives each message the time at which it came: the annotation"
                + " x-opt-rabbitmq-received-time, in AMQP 0-9-1 timestamp_in_ms and timestamp."
                + " false: unless it has one. Unset: no message gets it."),
        ConfigKey.of(
            "message_interceptors.incoming.set_header_routing_node.overwrite",
            bool(),
            "Gives each message the name of this node, as x-routed-by. false: unless it has one."
                + " Unset: no message gets it."),
        ConfigKey.of(
                "message_interceptors.outgoing.timestamp.enabled",
                bool(),
                "Whether each delivery gets the time at which it leaves, as"
                    + " x-opt-rabbitmq-sent-time.")
            .defaultTo("false"),
        ConfigKey.of(
                "event_exchange.vhost",
                nonEmpty(),
                "Virtual host that has the exchange amq.rabbitmq.event, to which events go.")
            .defaultTo("/"),
        ConfigKey.of(
                "consumer_timeout",
                millisOrInfinity(1),
                "Longest time a delivery may stay unacknowledged.")
            .unit("ms")
            .defaultTo("1800000"),
        ConfigKey.of(
                "default_consumer_prefetch",
                integer(0, 65535),
                "Prefetch of a consumer that sets none; 0: no limit.")
            .defaultTo("0"),
        ConfigKey.of(
                "vm_memory_high_watermark.relative",
                decimal(0, 1),
                "Part of the memory whose use stops publishers.")
            .defaultTo("0.6")
            .defaultUnlessUnder("vm_memory_high_watermark"),
        ConfigKey.of(
                "vm_memory_high_watermark.absolute",
                capacity(),
                "Memory whose use stops publishers; wins over relative.")
            .unit("bytes"),
        ConfigKey.of(
                "total_memory_available_override_value",
                capacity(),
                "Memory to reckon with instead of what is detected.")
            .unit("bytes")
            .planned(),
        ConfigKey.of(
                "memory_monitor_interval",
                millis(100, 3600000),
                "How often memory use is looked at.")
            .unit("ms")
            .defaultTo("2500")
            .planned(),
        ConfigKey.of(
                "disk_free_limit.absolute",
                capacity(),
                "Free disk space below which publishers are stopped; wins over relative.")
            .unit("bytes")
            .defaultTo("50MB")
            .defaultUnlessUnder("disk_free_limit"),
        ConfigKey.of(
            "disk_free_limit.relative", decimal(0, 1000), "The same, as a multiple of the memory."),
        ConfigKey.of("cluster_name", nonEmpty(), "Name told to clients; unset: the host's name."),
        ConfigKey.of("product.name", nonEmpty(), "Product name told to clients.")
            .defaultTo("WarrenMQ"),
        ConfigKey.of("product.version", nonEmpty(), "Version told to clients; unset: WarrenMQ's."),
        ConfigKey.of("node_tags.$tag", string(), "A tag of this node, for the management API.")
            .planned(),
        ConfigKey.of("cluster_tags.$tag", string(), "A tag of the cluster, likewise.").planned(),
        ConfigKey.of(
                "collect_statistics_interval",
                millis(1000, 3600000),
                "How often statistics are refreshed.")
            .unit("ms")
            .defaultTo("5000"),
        ConfigKey.of(
                "deprecated_features.permit.amqp_address_v1",
                bool(),
                "Whether AMQP 1.0 clients may use the addresses of RabbitMQ 3, such as /queue/q.")
            .defaultTo("true"),
        ConfigKey.of(
                "deprecated_features.permit.$name",
                bool(),
                "Whether a feature that RabbitMQ has deprecated may be used; unset: it may.")
            .planned());
  }
}
