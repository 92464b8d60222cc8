package io.warrenmq.mqtt.sys;

/**
 * What is counted. The last three go down too, on whichever loop that happens: only the sum over
 * all loops says something.
 */
public enum Counter {
  /** Packets from clients. */
  PACKETS_RECEIVED,
  /** Packets to clients. */
  PACKETS_SENT,
  /** Bytes of packets from clients. */
  BYTES_RECEIVED,
  /** Bytes of packets to clients. */
  BYTES_SENT,
  /** PUBLISH packets from clients. */
  PUBLISHES_RECEIVED,
  /** PUBLISH packets to clients. */
  PUBLISHES_SENT,
  /** Bytes of their payloads, from clients. */
  PAYLOAD_BYTES_RECEIVED,
  /** Bytes of their payloads, to clients. */
  PAYLOAD_BYTES_SENT,
  /** Messages that a client was to be sent and is not. */
  DROPPED,
  /** Network connections that were opened. */
  SOCKETS,
  /** CONNECT packets. */
  CONNECTS,
  /** Sessions whose time was over while their client was away. */
  EXPIRED,
  /** Clients that are connected. */
  CONNECTED,
  /** Subscriptions that are not shared, of all sessions. */
  SUBSCRIPTIONS,
  /** Sessions' subscriptions that are shared. */
  SHARED_SUBSCRIPTIONS
}
