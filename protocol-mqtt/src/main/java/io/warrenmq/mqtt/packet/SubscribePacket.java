package io.warrenmq.mqtt.packet;

import io.warrenmq.mqtt.subscription.Subscription;
import java.util.List;

/**
 * SUBSCRIBE. MQTT 5.0 §3.8.
 *
 * @param packetId above 0
 * @param subscriptions one at least, in the client's order
 */
public record SubscribePacket(int packetId, List<Subscription> subscriptions) {}
