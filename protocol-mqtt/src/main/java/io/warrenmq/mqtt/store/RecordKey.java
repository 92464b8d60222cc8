package io.warrenmq.mqtt.store;

/**
 * Which record it is. Immutable.
 *
 * @param table among which
 * @param name its own there
 */
record RecordKey(Table table, String name) {
  /** The kinds of records. What they are called on disk never changes. */
  enum Table {
    /** Sessions, by client identifier and vhost. */
    SESSIONS,
    /** Their subscriptions, by session and filter. */
    SUBSCRIPTIONS,
    /** Packet identifiers of QoS 2 from the client, by session. */
    INBOUND,
    /** Packet identifiers of QoS 2 to the client, by session. */
    OUTBOUND,
    /** Messages of QoS 2 that the session keeps, by session and packet identifier. */
    KEPT,
    /** Their wills, by session. */
    WILLS,
    /** Shared subscriptions whose queue there may be, by filter and vhost. */
    SHARES,
    /** Retained messages, by topic and vhost. */
    RETAINED
  }
}
