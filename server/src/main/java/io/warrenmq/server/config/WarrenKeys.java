package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.string;

import java.util.List;

/** Keys that RabbitMQ has no counterpart of. */
final class WarrenKeys {

  private WarrenKeys() {}

  static List<ConfigKey> all() {
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
            "warren.plugins.dir",
            nonEmpty(),
            "Directory whose jars are loaded as plugins; unset: the distribution's plugins."),
        ConfigKey.of(
            "warren.plugins.required.$n",
            nonEmpty(),
            "A plugin without which the broker does not start."),
        ConfigKey.of(
            "plugin.$name.$key",
            string(),
            "A setting of the plugin of that name, which checks it."),
        ConfigKey.of(
            "plugin.$name.$key.$n", string(), "One value of a setting that is a list, likewise."));
  }
}
