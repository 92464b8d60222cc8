package io.warrenmq.mqtt.codec;

/** The properties of MQTT 5.0 §2.2.2.2, and which of them a client may send in which packet. */
public final class Property {
  public static final int PAYLOAD_FORMAT = 0x01;
  public static final int MESSAGE_EXPIRY = 0x02;
  public static final int CONTENT_TYPE = 0x03;
  public static final int RESPONSE_TOPIC = 0x08;
  public static final int CORRELATION_DATA = 0x09;
  public static final int SUBSCRIPTION_ID = 0x0B;
  public static final int SESSION_EXPIRY = 0x11;
  public static final int ASSIGNED_CLIENT_ID = 0x12;
  public static final int SERVER_KEEP_ALIVE = 0x13;
  public static final int AUTHENTICATION_METHOD = 0x15;
  public static final int AUTHENTICATION_DATA = 0x16;
  public static final int REQUEST_PROBLEM_INFORMATION = 0x17;
  public static final int WILL_DELAY = 0x18;
  public static final int REQUEST_RESPONSE_INFORMATION = 0x19;
  public static final int RESPONSE_INFORMATION = 0x1A;
  public static final int SERVER_REFERENCE = 0x1C;
  public static final int REASON_STRING = 0x1F;
  public static final int RECEIVE_MAXIMUM = 0x21;
  public static final int TOPIC_ALIAS_MAXIMUM = 0x22;
  public static final int TOPIC_ALIAS = 0x23;
  public static final int MAXIMUM_QOS = 0x24;
  public static final int RETAIN_AVAILABLE = 0x25;
  public static final int USER_PROPERTY = 0x26;
  public static final int MAXIMUM_PACKET_SIZE = 0x27;
  public static final int WILDCARD_AVAILABLE = 0x28;
  public static final int SUBSCRIPTION_ID_AVAILABLE = 0x29;
  public static final int SHARED_AVAILABLE = 0x2A;

  static final long IN_CONNECT =
      set(
          SESSION_EXPIRY,
          AUTHENTICATION_METHOD,
          AUTHENTICATION_DATA,
          REQUEST_PROBLEM_INFORMATION,
          REQUEST_RESPONSE_INFORMATION,
          RECEIVE_MAXIMUM,
          TOPIC_ALIAS_MAXIMUM,
          USER_PROPERTY,
          MAXIMUM_PACKET_SIZE);

  static final long IN_WILL =
      set(
          PAYLOAD_FORMAT,
          MESSAGE_EXPIRY,
          CONTENT_TYPE,
          RESPONSE_TOPIC,
          CORRELATION_DATA,
          WILL_DELAY,
          USER_PROPERTY);

  static final long IN_PUBLISH =
      set(
          PAYLOAD_FORMAT,
          MESSAGE_EXPIRY,
          CONTENT_TYPE,
          RESPONSE_TOPIC,
          CORRELATION_DATA,
          TOPIC_ALIAS,
          USER_PROPERTY);

  static final long IN_ACKNOWLEDGEMENT = set(REASON_STRING, USER_PROPERTY);
  static final long IN_SUBSCRIBE = set(SUBSCRIPTION_ID, USER_PROPERTY);
  static final long IN_UNSUBSCRIBE = set(USER_PROPERTY);
  static final long IN_DISCONNECT = set(SESSION_EXPIRY, REASON_STRING, USER_PROPERTY);

  static final long IN_AUTH =
      set(AUTHENTICATION_METHOD, AUTHENTICATION_DATA, REASON_STRING, USER_PROPERTY);

  static final long KNOWN =
      IN_CONNECT
          | IN_WILL
          | IN_PUBLISH
          | IN_SUBSCRIBE
          | IN_AUTH
          | set(
              ASSIGNED_CLIENT_ID,
              SERVER_KEEP_ALIVE,
              RESPONSE_INFORMATION,
              SERVER_REFERENCE,
              MAXIMUM_QOS,
              RETAIN_AVAILABLE,
              WILDCARD_AVAILABLE,
              SUBSCRIPTION_ID_AVAILABLE,
              SHARED_AVAILABLE);

  private Property() {}

  private static long set(int... ids) {
    long set = 0;
    for (int id : ids) {
      set |= 1L << id;
    }
    return set;
  }

  static boolean isIn(long set, int id) {
    return id < Long.SIZE && (set >>> id & 1) != 0;
  }
}
