package io.warrenmq.mqtt.message;

/** The properties of a PUBLISH that stay with the message. MQTT 5.0 §2.2.2.2. */
public final class PropertyId {
  /** A byte: 1 when the payload is UTF-8 text. */
  public static final int PAYLOAD_FORMAT = 0x01;

  /** A string. */
  public static final int CONTENT_TYPE = 0x03;

  /** A topic name. */
  public static final int RESPONSE_TOPIC = 0x08;

  /** Bytes. */
  public static final int CORRELATION_DATA = 0x09;

  /** Two strings; may come more than once. */
  public static final int USER_PROPERTY = 0x26;

  private PropertyId() {}
}
