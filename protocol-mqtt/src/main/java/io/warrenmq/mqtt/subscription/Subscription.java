package io.warrenmq.mqtt.subscription;

import io.warrenmq.mqtt.topic.TopicFilter;

/**
 * What a client asks for with one filter. MQTT 5.0 §3.8.3.1. Immutable.
 *
 * @param filter the topics
 * @param qos the highest QoS with which it is sent their messages: 0, 1 or 2
 * @param noLocal whether it is not sent what it has published itself
 * @param retainAsPublished whether messages keep their retain flag
 * @param retainHandling which retained messages it is sent at once
 * @param identifier 1 to 268,435,455, or 0 for none
 */
public record Subscription(
    TopicFilter filter,
    int qos,
    boolean noLocal,
    boolean retainAsPublished,
    RetainHandling retainHandling,
    int identifier) {
  /** Which retained messages a client is sent when it subscribes. */
  public enum RetainHandling {
    /** All that match. */
    ALWAYS,
    /** All that match, unless it had the subscription already. */
    IF_NEW,
    /** None. */
    NEVER
  }
}
