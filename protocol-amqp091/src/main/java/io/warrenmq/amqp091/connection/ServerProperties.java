package io.warrenmq.amqp091.connection;

import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.api.broker.BrokerInfo;

/** What connection.start says of the broker. */
final class ServerProperties {
  private static final String[] CAPABILITIES = {
    "publisher_confirms",
    "exchange_exchange_bindings",
    "basic.nack",
    "consumer_cancel_notify",
    "connection.blocked",
    "consumer_priorities",
    "authentication_failure_close",
    "per_consumer_qos",
    "direct_reply_to"
  };

  private ServerProperties() {}

  /**
   * The properties, in RabbitMQ's names; {@code rabbitmq_version} beside them names the contract
   * that is kept.
   */
  static FieldTable of(BrokerInfo info) {
    FieldTable.Builder capabilities = FieldTable.builder();
    for (String capability : CAPABILITIES) {
      capabilities.put(capability, true);
    }
    return FieldTable.builder()
        .put("capabilities", capabilities.build())
        .put("cluster_name", info.clusterName())
        .put("copyright", "The WarrenMQ contributors")
        .put("information", "Licensed under the Apache License 2.0")
        .put("platform", "Java " + Runtime.version().feature())
        .put("product", info.product())
        .put("rabbitmq_version", info.rabbitmqVersion())
        .put("version", info.version())
        .build();
  }
}
