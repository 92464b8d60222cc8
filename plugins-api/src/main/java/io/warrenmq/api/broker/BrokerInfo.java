package io.warrenmq.api.broker;

/**
 * What the broker says of itself. Immutable.
 *
 * @param product {@code WarrenMQ} unless {@code product.name} says otherwise
 * @param version this release unless {@code product.version} says otherwise
 * @param rabbitmqVersion the RabbitMQ version whose contract is kept
 * @param clusterName the cluster's name
 * @param nodeName this node's name
 */
public record BrokerInfo(
    String product, String version, String rabbitmqVersion, String clusterName, String nodeName) {}
