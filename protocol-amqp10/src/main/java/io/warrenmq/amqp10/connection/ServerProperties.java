package io.warrenmq.amqp10.connection;

import io.warrenmq.api.broker.BrokerInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the broker's open says of the broker. */
final class ServerProperties {
  private ServerProperties() {}

  /**
   * The properties, in RabbitMQ's names. RabbitMQ's own clients refuse a {@code version} below 4.0:
   * it is that of the contract that is kept; the broker's own is beside it.
   */
  static Map<String, @Nullable Object> of(BrokerInfo info) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("cluster_name", info.clusterName());
    properties.put("copyright", "The WarrenMQ contributors");
    properties.put("information", "Licensed under the Apache License 2.0");
    properties.put("platform", "Java " + Runtime.version().feature());
    properties.put("product", info.product());
    properties.put("version", info.rabbitmqVersion());
    properties.put("warrenmq_version", info.version());
    properties.put("node", info.nodeName());
    return properties;
  }
}
