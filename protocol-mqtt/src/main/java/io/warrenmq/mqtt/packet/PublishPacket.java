package io.warrenmq.mqtt.packet;

import io.netty.buffer.ByteBuf;

/**
 * PUBLISH as it lies in the buffer: one for all of a connection, valid while it is handed over.
 * MQTT 5.0 §3.3. Confined to the connection's loop.
 */
public final class PublishPacket {
  /** No topic alias, or no expiry. */
  public static final int NONE = -1;

  private static final int EXPIRY_BYTES = 5;
  private static final int ALIAS_BYTES = 3;

  private ByteBuf in;
  private boolean duplicate;
  private int qos;
  private boolean retain;
  private String topic = "";
  private int packetId;
  private int topicAlias;
  private long expiry;
  private int propertiesAt;
  private int propertiesEnd;
  private int expiryAt; // of the whole property; 0 for none
  private int aliasAt;
  private int end;

  /**
   * Begins anew.
   *
   * @param in what it lies in
   */
  public PublishPacket begin(ByteBuf in, boolean duplicate, int qos, boolean retain, int end) {
    this.in = in;
    this.duplicate = duplicate;
    this.qos = qos;
    this.retain = retain;
    this.end = end;
    topicAlias = NONE;
    expiry = NONE;
    expiryAt = 0;
    aliasAt = 0;
    packetId = 0;
    propertiesAt = 0;
    propertiesEnd = 0;
    return this;
  }

  /** With nothing in it yet. */
  public PublishPacket(ByteBuf in) {
    this.in = in;
  }

  /** What the codec has read. */
  public void topic(String name) {
    topic = name;
  }

  /** What the codec has read. */
  public void packetId(int id) {
    packetId = id;
  }

  /** What the codec has read; the payload follows. */
  public void properties(int from, int to) {
    propertiesAt = from;
    propertiesEnd = to;
  }

  /** What the codec has read, and where the property begins. */
  public void topicAlias(int alias, int at) {
    topicAlias = alias;
    aliasAt = at;
  }

  /** What the codec has read, and where the property begins. */
  public void expiry(long seconds, int at) {
    expiry = seconds;
    expiryAt = at;
  }

  /** Whether the client says that it may have been sent before. */
  public boolean isDuplicate() {
    return duplicate;
  }

  /** 0, 1 or 2. */
  public int qos() {
    return qos;
  }

  /** Whether it is to be retained. */
  public boolean isRetain() {
    return retain;
  }

  /** Its topic name; empty when it has an alias alone. */
  public String topic() {
    return topic;
  }

  /** Above 0 with QoS 1 and 2. */
  public int packetId() {
    return packetId;
  }

  /** {@link #NONE}, or what the client wrote, 0 to 65,535. */
  public int topicAlias() {
    return topicAlias;
  }

  /** Seconds, or {@link #NONE}. */
  public long expiry() {
    return expiry;
  }

  /** Bytes of the properties that stay with the message: all but alias and expiry. */
  public int keptBytes() {
    return propertiesEnd
        - propertiesAt
        - (expiryAt > 0 ? EXPIRY_BYTES : 0)
        - (aliasAt > 0 ? ALIAS_BYTES : 0);
  }

  /** Bytes of the payload. */
  public int payloadBytes() {
    return end - propertiesEnd;
  }

  /**
   * Copies the properties that stay, and the payload after them.
   *
   * @param to has room for both from {@code at} on
   */
  public void copyTo(byte[] to, int at) {
    int from = propertiesAt;
    int written = at;
    int first = Math.min(expiryAt > 0 ? expiryAt : end, aliasAt > 0 ? aliasAt : end);
    int second = Math.max(expiryAt, aliasAt);
    if (first < end) {
      written = copy(from, first, to, written);
      from = first + bytesAt(first);
      if (second > first) {
        written = copy(from, second, to, written);
        from = second + bytesAt(second);
      }
    }
    copy(from, end, to, written);
  }

  private int bytesAt(int property) {
    return property == expiryAt ? EXPIRY_BYTES : ALIAS_BYTES;
  }

  private int copy(int from, int until, byte[] to, int at) {
    in.getBytes(from, to, at, until - from);
    return at + until - from;
  }
}
