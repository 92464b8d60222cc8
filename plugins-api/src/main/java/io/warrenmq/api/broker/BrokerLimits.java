package io.warrenmq.api.broker;

/**
 * Limits that protocols keep. Immutable.
 *
 * @param frameMax bytes of a frame offered in negotiation; 0 for none
 * @param initialFrameMax bytes of a frame before authentication
 * @param channelMax channels of a connection, 0 for none
 * @param messageBytesMax bytes of a message body
 * @param heartbeatS seconds between heartbeats offered in negotiation; 0 for none
 * @param handshakeTimeoutMs from accepting to an open connection
 * @param consumersPerChannelMax consumers of a channel; 0 for none
 * @param defaultPrefetch prefetch of consumers that ask for none; 0 for none
 * @param consumerTimeoutMs how long a delivery may stay unsettled; 0 for ever
 */
public record BrokerLimits(
    int frameMax,
    int initialFrameMax,
    int channelMax,
    int messageBytesMax,
    int heartbeatS,
    int handshakeTimeoutMs,
    int consumersPerChannelMax,
    int defaultPrefetch,
    long consumerTimeoutMs) {}
