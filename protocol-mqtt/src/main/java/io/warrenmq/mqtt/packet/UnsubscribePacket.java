package io.warrenmq.mqtt.packet;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.List;

/**
 * UNSUBSCRIBE. MQTT 5.0 §3.10.
 *
 * @param packetId above 0
 * @param filters one at least, in the client's order
 */
public record UnsubscribePacket(int packetId, List<TopicFilter> filters) {}
