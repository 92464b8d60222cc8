package io.warrenmq.mqtt.packet;

import java.util.Objects;

/**
 * The client has done what the protocol does not allow: the connection is closed, by version 5 with
 * this reason. Without a stack trace, as it is no surprise.
 */
public final class MqttFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int TEXT_CHARS_MAX = 300; // it may quote the client

  private final int reasonCode;

  /**
   * A fault.
   *
   * @param reasonCode one of {@link ReasonCode}, an error
   * @param text for the log and the reason string, cut after 300 characters
   */
  public MqttFault(int reasonCode, String text) {
    super(
        text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "...",
        null,
        false,
        false);
    this.reasonCode = reasonCode;
  }

  /** One of the protocol's form: MQTT 5.0 §1.2, malformed packet. */
  public static MqttFault malformed(String text) {
    return new MqttFault(ReasonCode.MALFORMED_PACKET, text);
  }

  /** One of what may be sent when: protocol error. */
  public static MqttFault protocol(String text) {
    return new MqttFault(ReasonCode.PROTOCOL_ERROR, text);
  }

  /** For the log and the reason string. */
  public String text() {
    return Objects.requireNonNull(getMessage());
  }

  /** Why the connection is closed. */
  public int reasonCode() {
    return reasonCode;
  }
}
