package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.nonEmpty;

import java.util.List;

/** Keys that RabbitMQ has no counterpart of. */
final class WarrenKeys {

  private WarrenKeys() {}

  static List<ConfigKey> all() {
    return List.of(
        ConfigKey.of(
            "warren.event_loops",
            integer(1, 1024),
            "Threads that carry connections and queues; unset: one a processor."),
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
            "A plugin without which the broker does not start."));
  }
}
