package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.millis;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;
import static io.warrenmq.server.config.ValueType.string;

import java.util.ArrayList;
import java.util.List;

/** Keys that RabbitMQ has no counterpart of. */
final class WarrenKeys {

  private WarrenKeys() {}

  static List<ConfigKey> all() {
    List<ConfigKey> keys = new ArrayList<>(own());
    keys.addAll(TracingKeys.all());
    keys.addAll(TransportKeys.ofPlugins());
    return keys;
  }

  private static List<ConfigKey> own() {
    return List.of(
        ConfigKey.of(
            "warren.event_loops",
            integer(1, 1024),
            "Threads that carry connections and queues; unset: half the processors, at least one."),
        ConfigKey.of(
            "warren.data_dir",
            nonEmpty(),
            "Directory of everything that is kept; --data-dir wins over it."),
        ConfigKey.of(
                "warren.event_exchange",
                bool(),
                "Whether there is an exchange to which events go; see event_exchange.vhost.")
            .defaultTo("true"),
        ConfigKey.of(
                "warren.messages.sync",
                oneOf("before_confirm", "interval", "never"),
                "When persistent messages are synced to disk: before they are confirmed, every"
                    + " sync_interval, or when the operating system likes.")
            .defaultTo("before_confirm"),
        ConfigKey.of(
                "warren.messages.sync_interval",
                millis(1, 60_000),
                "How often, with sync = interval.")
            .unit("ms")
            .defaultTo("200"),
        ConfigKey.of(
                "warren.messages.file_size",
                bytes(1 << 20, 1 << 30),
                "Size of a file of the message log.")
            .unit("bytes")
            .defaultTo("33554432"),
        ConfigKey.of(
                "warren.tls.reload_interval",
                millis(0, 86_400_000),
                "How often the files of TLS are looked at; what has changed and then stays so for"
                    + " this time is taken. 0: never.")
            .unit("ms")
            .defaultTo("10000"),
        ConfigKey.of(
                "warren.tls.provider",
                oneOf("auto", "jdk", "boringssl"),
                "Whose implementation of TLS does the work. auto: BoringSSL where it can do all that"
                    + " is asked for, else Java's.")
            .defaultTo("auto"),
        ConfigKey.of(
                "warren.tls.handshakes_max",
                integer(1, 1_000_000),
                "TLS handshakes in progress on an event loop; further ones wait.")
            .defaultTo("256"),
        TransportKeys.certFile("warren.tls.hosts.$name"),
        TransportKeys.keyFile("warren.tls.hosts.$name"),
        TransportKeys.password("warren.tls.hosts.$name"),
        ConfigKey.of(
                "warren.examples.enabled",
                bool(),
                "Whether the management port shows the example pages, under /examples/.")
            .defaultTo("false"),
        ConfigKey.of(
            "warren.examples.dir",
            nonEmpty(),
            "Directory of those pages; unset: the distribution's examples."),
        ConfigKey.of(
            "warren.plugins.dir",
            nonEmpty(),
            "Directory whose jars are loaded as plugins; unset: the distribution's plugins."),
        ConfigKey.of(
            "warren.plugins.required.$n",
            nonEmpty(),
            "A plugin without which the broker does not start."),
        ConfigKey.of(
                "warren.plugins.default_listeners",
                bool(),
                "Whether the protocol of a plugin listens on the port that it proposes, when no key"
                    + " says where.")
            .defaultTo("true"),
        ConfigKey.of(
            "plugin.$name.$key",
            string(),
            "A setting of the plugin of that name, which checks it."),
        ConfigKey.of(
            "plugin.$name.$key.$n", string(), "One value of a setting that is a list, likewise."));
  }
}
