package io.warrenmq.mqtt.session;

/**
 * Whose session it is: clients of different vhosts do not meet. Immutable.
 *
 * @param vhost the vhost
 * @param clientId the client identifier
 */
public record ClientKey(String vhost, String clientId) {
  private static final String PREFIX = "mqtt-subscription-";

  /** The most bytes of an identifier, so that its queues can have their names. */
  public static final int CLIENT_ID_BYTES_MAX = 255 - PREFIX.length() - "qos0".length();

  /** The name of its queue for subscriptions of QoS 0, as in RabbitMQ. */
  public String qos0Queue() {
    return PREFIX + clientId + "qos0";
  }

  /** The name of its queue for subscriptions of QoS 1 and 2, as in RabbitMQ. */
  public String qos1Queue() {
    return PREFIX + clientId + "qos1";
  }
}
