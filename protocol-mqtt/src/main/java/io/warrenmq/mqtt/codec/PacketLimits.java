package io.warrenmq.mqtt.codec;

/**
 * What a client may send at most, beside the packet's size. Immutable.
 *
 * @param topicBytes of a topic name or filter
 * @param topicLevels of a topic name or filter
 * @param filters in one SUBSCRIBE or UNSUBSCRIBE
 * @param userProperties in one packet
 */
public record PacketLimits(int topicBytes, int topicLevels, int filters, int userProperties) {}
