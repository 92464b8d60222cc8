package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.Message;
import java.util.Arrays;

/**
 * The header with which a message of MQTT is kept, before its payload:
 *
 * <pre>
 * version 1 | flags 1 | length of client id 2 | client id | properties
 * </pre>
 *
 * <p>Flags: the QoS in the lowest two bits, then whether it was published to be retained. The
 * properties are those of {@link PropertyId}, as they came. Topic and expiry are the message's
 * routing key and TTL. Stateless.
 */
public final class PublishHeader {
  private static final int VERSION = 1;
  private static final int CLIENT_ID_AT = 4;
  private static final int RETAIN = 4;
  private static final int QOS = 3;

  private PublishHeader() {}

  /** Bytes of a header. */
  public static int length(byte[] clientId, int propertyBytes) {
    return CLIENT_ID_AT + clientId.length + propertyBytes;
  }

  /**
   * Writes a header up to its properties.
   *
   * @param clientId the publisher's, UTF-8, 65,535 bytes at most; empty for none
   * @return where the properties begin
   */
  public static int write(byte[] to, int qos, boolean retain, byte[] clientId) {
    to[0] = VERSION;
    to[1] = (byte) (qos | (retain ? RETAIN : 0));
    to[2] = (byte) (clientId.length >> 8);
    to[3] = (byte) clientId.length;
    System.arraycopy(clientId, 0, to, CLIENT_ID_AT, clientId.length);
    return CLIENT_ID_AT + clientId.length;
  }

  /** The QoS it was published with. */
  public static int qos(Message message) {
    return message.bytes()[1] & QOS;
  }

  /** Whether it was published to be retained. */
  public static boolean isRetain(Message message) {
    return (message.bytes()[1] & RETAIN) != 0;
  }

  /** Whether this client has published it. */
  public static boolean isFrom(Message message, byte[] clientId) {
    byte[] bytes = message.bytes();
    return clientIdLength(bytes) == clientId.length
        && Arrays.equals(
            bytes, CLIENT_ID_AT, CLIENT_ID_AT + clientId.length, clientId, 0, clientId.length);
  }

  /** Where its properties begin; they end with the header. */
  public static int propertiesAt(Message message) {
    return CLIENT_ID_AT + clientIdLength(message.bytes());
  }

  private static int clientIdLength(byte[] bytes) {
    return (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
  }

  /**
   * A payload with the header in front, for a message that comes from no PUBLISH.
   *
   * @param properties those that stay with the message, as MQTT writes them
   */
  public static byte[] before(
      byte[] payload, int qos, boolean retain, byte[] clientId, byte[] properties) {
    int headerLength = length(clientId, properties.length);
    byte[] bytes = new byte[headerLength + payload.length];
    int at = write(bytes, qos, retain, clientId);
    System.arraycopy(properties, 0, bytes, at, properties.length);
    System.arraycopy(payload, 0, bytes, headerLength, payload.length);
    return bytes;
  }
}
