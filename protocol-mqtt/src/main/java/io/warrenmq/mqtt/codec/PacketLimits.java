package io.warrenmq.mqtt.codec;

import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.topic.TopicNames;

/**
 * What a client may send at most, beside the packet's size. Immutable.
 *
 * @param topicBytes of a topic name or filter
 * @param topicLevels of a topic name or filter
 * @param filters in one SUBSCRIBE or UNSUBSCRIBE
 * @param userProperties in one packet
 */
public record PacketLimits(int topicBytes, int topicLevels, int filters, int userProperties) {
  /** Fails when it is no topic name that is taken. */
  void checkTopic(String topic) {
    String fault = TopicNames.fault(topic);
    if (fault == null && TopicNames.levels(topic) > topicLevels) {
      fault = "a topic of more than " + topicLevels + " levels";
    }
    if (fault != null) {
      throw new MqttFault(ReasonCode.TOPIC_NAME_INVALID, fault);
    }
  }
}
